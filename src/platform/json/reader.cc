#include "platform/json/reader.h"

#include "base/bytes.h"

namespace coffer::json {
namespace {

constexpr std::size_t kMaxNameInError = 64;

Error wrong_type(std::string_view rule) { return invalid_field("", std::string(rule)); }

/// A member's name as it may stand in an error: short and printable.
std::string shown(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, kMaxNameInError)) out += c >= 0x20 && c < 0x7F ? c : '?';
  return out;
}

template <class Integer>
Result<void> read_whole(Value& value, Integer& out) {
  std::int64_t wide = 0;
  if (value.raw.get_int64().get(wide) != simdjson::SUCCESS) return fail(wrong_type("must be a whole number"));
  if (wide < static_cast<std::int64_t>(std::numeric_limits<Integer>::min()) ||
      wide > static_cast<std::int64_t>(std::numeric_limits<Integer>::max()))
    return fail(wrong_type("must be a whole number of at most " + std::to_string(sizeof(Integer) * 8) + " bits"));
  out = static_cast<Integer>(wide);
  return {};
}

}  // namespace

Error malformed() { return invalid("the body must be well-formed JSON (RFC 8259)"); }
Error unknown_member(std::string_view name) { return invalid_field(shown(name), "is not a field of this request"); }
Error repeated_member(std::string_view name) { return invalid_field(shown(name), "is given twice"); }

bool is_null(Value& value) {
  bool null = false;
  return value.raw.is_null().get(null) == simdjson::SUCCESS && null;
}

Result<void> read_text(Value value, std::string& out) {
  std::string_view text;
  const auto error = value.raw.get_string().get(text);
  if (error == simdjson::STRING_ERROR) return fail(wrong_type("must be well-formed text"));
  if (error != simdjson::SUCCESS) return fail(wrong_type("must be a text"));
  out.assign(text);
  return {};
}

Result<void> read_integer(Value value, std::int64_t& out) { return read_whole(value, out); }
Result<void> read_integer(Value value, std::int32_t& out) { return read_whole(value, out); }
Result<void> read_integer(Value value, std::uint32_t& out) { return read_whole(value, out); }

Result<void> read_boolean(Value value, bool& out) {
  if (value.raw.get_bool().get(out) != simdjson::SUCCESS) return fail(wrong_type("must be true or false"));
  return {};
}

Result<void> read_base64(Value value, std::string& out) {
  std::string text;
  COFFER_CHECK(read_text(value, text));
  const Result<Bytes> bytes = parse_base64(text);
  if (!bytes) return fail(wrong_type("must be base64 with padding (RFC 4648 section 4)"));
  out.assign(as_text(*bytes));
  return {};
}

Result<void> read_any(Value value, std::string& out) {
  std::string_view text;
  if (simdjson::to_json_string(value.raw).get(text) != simdjson::SUCCESS) return fail(malformed());
  while (text.ends_with(' ') || text.ends_with('\n') || text.ends_with('\r') || text.ends_with('\t'))
    text.remove_suffix(1);
  if (!is_json(text)) return fail(wrong_type("must be a JSON value nested at most 32 levels"));
  out.assign(text);
  return {};
}

}  // namespace coffer::json
