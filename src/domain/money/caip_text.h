#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

/// Private to this module: the characters that CAIP-2, CAIP-10 and CAIP-19 build their names from.
namespace coffer::money::caip {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z'); }
inline bool is_name_space(char c) { return is_digit(c) || is_lower(c) || c == '-'; }
inline bool is_chain_reference(char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }
inline bool is_reference(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '%'; }

/// Whether the text has `least` to `most` characters, all of them allowed.
inline bool matches(std::string_view text, std::size_t least, std::size_t most, bool (*allowed)(char)) {
  return text.size() >= least && text.size() <= most && std::ranges::all_of(text, allowed);
}

}  // namespace coffer::money::caip
