#pragma once

#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

/// JSON of RFC 8259 for inputs that get signed or decided on: one reading, or none.
namespace coffer::strict_json {

/// The limits of one document.
struct Limits {
  std::size_t bytes = 1U << 20U;
  std::size_t depth = 64;
};

/// Parses one value with nothing but white space after it. Refuses a key given twice in one object (by
/// name), text that is not UTF-8, a byte order mark, an integer that 64 bits do not hold (a rounded amount is another
/// amount: larger ones are given as text), and what exceeds the limits.
Result<nlohmann::json> parse(std::string_view text, const Limits& limits = {});

}  // namespace coffer::strict_json
