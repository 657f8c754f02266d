#include "platform/json/writer.h"

#include <array>
#include <charconv>

#include "base/bytes.h"
#include "platform/json/check.h"

namespace coffer::json {
namespace {

constexpr bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default: {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain(text[i])) continue;
    out.append(text.substr(start, i - start));
    append_escape(out, text[i]);
    start = i + 1;
  }
  out.append(text.substr(start));
}

/// The length of the well-formed UTF-8 sequence at the front; 0 where there is none.
std::size_t sequence_length(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length)
    if (is_utf8(text.substr(0, length))) return length;
  return 0;
}

void append_repaired(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0)
      out += "\xEF\xBF\xBD";
    else
      append_escaped(out, text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
  out += '"';
  if (is_utf8(text))
    append_escaped(out, text);
  else
    append_repaired(out, text);
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_boolean(std::string& out, bool value) { out += value ? "true" : "false"; }

void append_base64(std::string& out, std::string_view bytes) {
  out += '"';
  out += base64(as_bytes(bytes));
  out += '"';
}

void append_any(std::string& out, std::string_view json) {
  if (is_json(json))
    out += json;
  else
    out += "null";
}

}  // namespace coffer::json
