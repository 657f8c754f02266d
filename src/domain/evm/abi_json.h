#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "domain/evm/abi_interface.h"

namespace coffer::evm::abi {

/// One entry of the JSON that compilers write: `{"type":"function","name":…,"inputs":[…],…}`. Nothing
/// for `fallback` and `receive`, which have no arguments to code.
Result<std::optional<Item>> item_from_json(const nlohmann::json& entry);

}  // namespace coffer::evm::abi
