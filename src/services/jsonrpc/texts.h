#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace coffer::jsonrpc {

/// The text that a JSON text holds; `what` names it in the VALIDATION_ERROR of another kind of value.
Result<std::string> text_of(std::string_view json, std::string_view what);

/// Typed data (EIP-712) as JSON text, from an object or from a text that holds it. Refused when it
/// breaks the standard's rules, or names a chain id other than this one.
Result<std::string> typed_data_text(std::string_view json, std::uint64_t chain_id);

}  // namespace coffer::jsonrpc
