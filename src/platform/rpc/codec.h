#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "platform/json/reader.h"
#include "platform/json/writer.h"
#include "platform/rpc/rules.h"

/// What generated codecs need beyond plain JSON: protobuf's timestamp, enums by name, and values that
/// come as text in a path, a query string or a cookie.
namespace coffer::rpc {

using Timestamp = google::protobuf::Timestamp;

/// RFC 3339 in UTC with microseconds.
void append_json(std::string& out, const Timestamp& time);
Result<void> parse_text(std::string_view text, Timestamp& out);
Result<void> parse_json(json::Value value, Timestamp& out);

Result<void> parse_text(std::string_view text, std::string& out);
Result<void> parse_text(std::string_view text, bool& out);  // true or false
Result<void> parse_text(std::string_view text, std::int32_t& out);
Result<void> parse_text(std::string_view text, std::int64_t& out);
Result<void> parse_text(std::string_view text, std::uint32_t& out);
/// `0` or `[1-9][0-9]*`, below 2^64.
Result<std::uint64_t> parse_unsigned(std::string_view text);

/// Reads one JSON value through `read` into a T and gives it to `set`.
template <class T, class Read, class Set>
Result<void> read_into(json::Value value, Read read, Set set) {
  T parsed{};
  COFFER_CHECK(read(value, parsed));
  set(parsed);
  return {};
}
template <class Integer, class Set>
Result<void> read_integer(json::Value value, Set set) {
  return read_into<Integer>(value, [](json::Value v, Integer& out) { return json::read_integer(v, out); }, set);
}
/// A 64-bit unsigned number, which JSON carries as a decimal text.
template <class Set>
Result<void> read_unsigned(json::Value value, Set set) {
  std::string text;
  COFFER_CHECK(json::read_text(value, text));
  COFFER_TRY(const std::uint64_t parsed, parse_unsigned(text));
  set(parsed);
  return {};
}

/// A number or a truth value from text.
template <class T, class Set>
Result<void> parse_number(std::string_view text, Set set) {
  T parsed{};
  COFFER_CHECK(parse_text(text, parsed));
  set(parsed);
  return {};
}

/// An enum by the name of its value; `parse` is protobuf's `X_Parse`.
template <class Enum, class Parse, class Set>
Result<void> parse_enum(std::string_view name, Parse parse, Set set) {
  Enum parsed{};
  if (!parse(std::string(name), &parsed)) return fail(invalid_field("", "must be the name of a known value"));
  set(parsed);
  return {};
}
template <class Enum, class Parse, class Set>
Result<void> read_enum(json::Value value, Parse parse, Set set) {
  std::string name;
  COFFER_CHECK(json::read_text(value, name));
  return parse_enum<Enum>(name, parse, set);
}
/// A value of an enum under its name; its number where it is newer than this program.
inline void append_enum(std::string& out, int value, const std::string& name) {
  if (name.empty())
    json::append_integer(out, value);
  else
    json::append_text(out, name);
}

/// The entries of a map in the order of their keys.
template <class Map>
auto sorted_entries(const Map& map) {
  std::vector<const typename Map::value_type*> entries;
  entries.reserve(map.size());
  for (const auto& entry : map) entries.push_back(&entry);
  std::ranges::sort(entries, {}, [](const auto* entry) -> const std::string& { return entry->first; });
  return entries;
}
template <class T, class U>
void assign(T& destination, U value) {
  destination = value;
}

/// Another member of the same oneof was given as well.
Error excluded(std::string_view group);
/// A field that cannot stand in a path, a query string or a cookie.
Error no_text_form();

/// Hands each part of a comma-separated text to `on_item`; nothing for an empty text.
template <class OnItem>
Result<void> split_text(std::string_view text, OnItem on_item) {
  std::size_t index = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    COFFER_CHECK(under("[" + std::to_string(index++) + "]", on_item(text.substr(0, end))));
    if (end + 1 == text.size()) return fail(invalid_field("", "must not end with a comma"));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

/// ASCII letters in lower case, as e-mail addresses are kept.
void lower_case(std::string& text);

}  // namespace coffer::rpc
