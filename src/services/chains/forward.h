#pragma once

#include <string_view>

#include "base/result.h"

namespace coffer::chains {

/// Whether a JSON-RPC method only reads, holds no state in the node and is safe to pass on.
bool may_forward(std::string_view method);

/// Params are a JSON array (or object) of bounded depth; VALIDATION_ERROR otherwise. Empty is `[]`.
Result<std::string> checked_params(std::string_view params);

}  // namespace coffer::chains
