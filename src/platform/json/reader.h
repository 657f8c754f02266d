#pragma once

#include <simdjson.h>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/json/check.h"

/// JSON read strictly, straight into its destination: unknown and repeated members, wrong types,
/// ill-formed UTF-8 and deep nesting are refused with VALIDATION_ERROR whose details.field names the
/// offender (`networks[0]`, `a.b`). The sentences begin where the field's name ends: "must be a text".
namespace coffer::json {

/// A value that has not been read yet. It can be read once.
struct Value {
  simdjson::ondemand::value raw;
  int depth = 1;  // of the object or list that this value would be; the root is 1
};

/// The one text of a document that is not JSON at all.
Error malformed();
/// A member that the message does not have.
Error unknown_member(std::string_view name);
Error repeated_member(std::string_view name);

/// Whether the value is `null`, which everywhere means "left out".
bool is_null(Value& value);
Result<void> read_text(Value value, std::string& out);
Result<void> read_integer(Value value, std::int64_t& out);
Result<void> read_integer(Value value, std::int32_t& out);
Result<void> read_integer(Value value, std::uint32_t& out);
Result<void> read_boolean(Value value, bool& out);
/// Base64 of RFC 4648 section 4, with padding, decoded.
Result<void> read_base64(Value value, std::string& out);
/// Any JSON value, kept as the text it is.
Result<void> read_any(Value value, std::string& out);

/// Parses `text` and hands its root, an object or a list, to `on_root(Value) -> Result<void>`.
template <class OnRoot>
Result<void> read_document(std::string_view text, OnRoot on_root) {
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::value root;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return fail(malformed());
  if (document.get_value().get(root) != simdjson::SUCCESS) return fail(malformed());
  COFFER_CHECK(on_root(Value{root, 1}));
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) return fail(malformed());
  return {};
}

/// Hands each member of an object to `on_member(name, Value) -> Result<void>`, repeated ones too.
/// An error of a member gets the member's name in front of its field.
template <class OnMember>
Result<void> read_members(Value value, OnMember on_member) {
  if (value.depth > kMaxDepth) return fail(invalid_field("", "must not nest deeper than 32 levels"));
  simdjson::ondemand::object object;
  if (value.raw.get_object().get(object) != simdjson::SUCCESS) return fail(invalid_field("", "must be an object"));
  for (auto member : object) {
    std::string_view name;
    simdjson::ondemand::value content;
    if (member.unescaped_key().get(name) != simdjson::SUCCESS) return fail(malformed());
    if (member.value().get(content) != simdjson::SUCCESS) return fail(malformed());
    COFFER_CHECK(on_member(name, Value{content, value.depth + 1}));
  }
  return {};
}

/// Reads an object with these members and no others, each at most once. `on_field(index, Value)` reads
/// the member of `names[index]`; a `null` is left out. Bits of `outside` name members that are refused
/// as unknown. At most 64 names.
template <class OnField>
Result<void> read_object(Value value, std::span<const std::string_view> names, std::uint64_t outside,
                         OnField on_field) {
  std::uint64_t seen = 0;
  return read_members(value, [&](std::string_view name, Value content) -> Result<void> {
    std::size_t index = 0;
    while (index < names.size() && names[index] != name) ++index;
    if (index == names.size()) return fail(unknown_member(name));
    const std::uint64_t bit = std::uint64_t{1} << index;
    if ((outside & bit) != 0) return fail(unknown_member(name));
    if ((seen & bit) != 0) return fail(repeated_member(name));
    seen |= bit;
    if (is_null(content)) return {};
    if (Result<void> read = on_field(index, content); !read) return fail(std::move(read).error().under(names[index]));
    return {};
  });
}

/// Reads a list; `on_item(Value)` reads each item. An error of an item gets `[i]` before its field.
template <class OnItem>
Result<void> read_list(Value value, OnItem on_item) {
  if (value.depth > kMaxDepth) return fail(invalid_field("", "must not nest deeper than 32 levels"));
  simdjson::ondemand::array array;
  if (value.raw.get_array().get(array) != simdjson::SUCCESS) return fail(invalid_field("", "must be a list"));
  std::size_t index = 0;
  for (auto item : array) {
    simdjson::ondemand::value content;
    if (item.get(content) != simdjson::SUCCESS) return fail(malformed());
    if (Result<void> read = on_item(Value{content, value.depth + 1}); !read)
      return fail(std::move(read).error().under("[" + std::to_string(index) + "]"));
    ++index;
  }
  return {};
}

/// Reads an object whose member names are data. `on_entry(key, Value)`; a key that comes twice is refused.
template <class Contains, class OnEntry>
Result<void> read_map(Value value, Contains contains, OnEntry on_entry) {
  return read_members(value, [&](std::string_view name, Value content) -> Result<void> {
    const std::string key(name);
    if (contains(key)) return fail(repeated_member(key));
    if (Result<void> read = on_entry(key, content); !read) return fail(std::move(read).error().under(key));
    return {};
  });
}

}  // namespace coffer::json
