#pragma once

#include <string>
#include <string_view>

namespace coffer::json {

/// Nothing that comes from outside nests deeper.
inline constexpr int kMaxDepth = 32;

/// Whether the text is one JSON value of RFC 8259 in well-formed UTF-8, nested at most `kMaxDepth`
/// deep, with white space around it at most. Numbers may have any size; keys may repeat.
bool is_json(std::string_view text);

/// Whether the text is a JSON object that has this member at its top. For choosing between routes
/// before anything is decoded: a text that is not JSON has no members.
bool has_member(std::string_view text, std::string_view name);

}  // namespace coffer::json
