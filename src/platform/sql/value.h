#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "base/u256.h"

namespace coffer::sql {

/// SQL NULL.
struct Null {
  bool operator==(const Null&) const = default;
};

/// What a column or a parameter holds, the same on both engines: NULL, BIGINT, TEXT (UTF-8 without
/// NUL) or BYTEA. There is no floating point and no boolean: a boolean is BIGINT 0 or 1.
using Value = std::variant<Null, std::int64_t, std::string, Bytes>;
using Values = std::vector<Value>;

/// The parameter forms that statements take. An integer beyond BIGINT is a bug and throws.
inline Value to_value(Value value) { return value; }
inline Value to_value(std::nullopt_t) { return Null{}; }
inline Value to_value(std::string text) { return text; }
inline Value to_value(std::string_view text) { return std::string(text); }
inline Value to_value(const char* text) { return std::string(text); }
inline Value to_value(Bytes bytes) { return bytes; }
inline Value to_value(BytesView bytes) { return to_bytes(bytes); }
template <std::size_t N>
Value to_value(const std::array<std::uint8_t, N>& bytes) {
  return Bytes(bytes.begin(), bytes.end());
}
/// A time is microseconds since 1970 UTC.
inline Value to_value(Time time) { return to_micros(time); }
/// An amount is decimal text, because neither engine computes with 256 bits.
inline Value to_value(const U256& amount) { return amount.decimal(); }
/// A boolean is 0 or 1.
template <std::same_as<bool> Boolean>
Value to_value(Boolean truth) {
  return std::int64_t{truth};
}
template <std::integral Integer>
  requires(!std::same_as<Integer, bool>)
Value to_value(Integer number) {
  if (!std::in_range<std::int64_t>(number)) throw std::out_of_range("sql: the integer does not fit BIGINT");
  return static_cast<std::int64_t>(number);
}
/// `std::nullopt` is NULL.
template <class T>
Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value(Null{});
}

/// The parameters of a statement, `$1` first.
template <class... Args>
Values to_values(const Args&... args) {
  Values out;
  out.reserve(sizeof...(args));
  (out.push_back(to_value(args)), ...);
  return out;
}

}  // namespace coffer::sql
