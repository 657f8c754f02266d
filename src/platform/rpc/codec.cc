#include "platform/rpc/codec.h"

#include <charconv>

#include "base/bytes.h"
#include "base/time.h"

namespace coffer::rpc {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

template <class Integer>
Result<void> parse_whole(std::string_view text, Integer& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc{} && end == text.data() + text.size()) return {};
  return fail(invalid_field("", "must be a whole number"));
}

}  // namespace

void append_json(std::string& out, const Timestamp& time) {
  out += '"';
  out += rfc3339(from_micros(time.seconds() * kMicrosPerSecond + time.nanos() / 1000));
  out += '"';
}

Result<void> parse_text(std::string_view text, Timestamp& out) {
  const Result<Time> time = parse_rfc3339(text);
  if (!time) return fail(invalid_field("", time.error().message));
  const std::int64_t micros = to_micros(*time);
  out.set_seconds(micros / kMicrosPerSecond);
  out.set_nanos(static_cast<std::int32_t>(micros % kMicrosPerSecond * 1000));
  return {};
}

Result<void> parse_json(json::Value value, Timestamp& out) {
  std::string text;
  COFFER_CHECK(json::read_text(value, text));
  return parse_text(text, out);
}

Result<void> parse_text(std::string_view text, std::string& out) {
  if (!is_utf8(text)) return fail(invalid_field("", "must be well-formed text"));
  out.assign(text);
  return {};
}

Result<void> parse_text(std::string_view text, bool& out) {
  if (text != "true" && text != "false") return fail(invalid_field("", "must be true or false"));
  out = text == "true";
  return {};
}

Result<void> parse_text(std::string_view text, std::int32_t& out) { return parse_whole(text, out); }
Result<void> parse_text(std::string_view text, std::int64_t& out) { return parse_whole(text, out); }
Result<void> parse_text(std::string_view text, std::uint32_t& out) { return parse_whole(text, out); }

Result<std::uint64_t> parse_unsigned(std::string_view text) {
  std::uint64_t value = 0;
  COFFER_CHECK(parse_whole(text, value));
  if (text.size() > 1 && text.front() == '0') return fail(invalid_field("", "must not begin with 0"));
  return value;
}

Error excluded(std::string_view group) {
  return invalid_field("", "excludes the other fields of " + std::string(group));
}
Error no_text_form() { return invalid_field("", "cannot stand here"); }

void lower_case(std::string& text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

}  // namespace coffer::rpc
