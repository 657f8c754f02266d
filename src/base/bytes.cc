#include "base/bytes.h"

#include <algorithm>

namespace coffer {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

using DigitTable = std::array<std::int8_t, 256>;

constexpr DigitTable digits_of(std::string_view alphabet) {
  DigitTable table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  return table;
}

std::string encode64(BytesView bytes, std::string_view alphabet, bool padded) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k <= count; ++k) out += alphabet[group >> (18 - 6 * k) & 63U];
    if (padded) out.append(3 - count, '=');
  }
  return out;
}

Result<Bytes> decode64(std::string_view digits, const DigitTable& table) {
  if (digits.size() % 4 == 1) return fail(invalid("base64: impossible length"));
  Bytes out;
  out.reserve(digits.size() * 3 / 4);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : digits) {
    const int digit = table[static_cast<std::uint8_t>(c)];
    if (digit < 0) return fail(invalid("base64: a character outside the alphabet"));
    buffer = (buffer << 6 | static_cast<std::uint32_t>(digit)) & 0xffffffU;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<std::uint8_t>(buffer >> bits));
  }
  if ((buffer & ((1U << bits) - 1)) != 0) return fail(invalid("base64: bits left over"));
  return out;
}

/// The length of the UTF-8 sequence that starts at `p`, or 0 if it is malformed.
std::size_t utf8_sequence(const std::uint8_t* p, std::size_t left) {
  const auto tail = [&](std::size_t i) { return i < left && (p[i] & 0xc0U) == 0x80U; };
  const std::uint8_t a = p[0];
  if (a < 0x80) return 1;
  if (a >= 0xc2 && a <= 0xdf) return tail(1) ? 2 : 0;
  if (a >= 0xe0 && a <= 0xef) {
    if (!tail(1) || !tail(2)) return 0;
    const bool overlong = a == 0xe0 && p[1] < 0xa0;
    const bool surrogate = a == 0xed && p[1] > 0x9f;
    return overlong || surrogate ? 0 : 3;
  }
  if (a >= 0xf0 && a <= 0xf4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    const bool overlong = a == 0xf0 && p[1] < 0x90;
    const bool beyond = a == 0xf4 && p[1] > 0x8f;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

}  // namespace

BytesView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string_view as_text(BytesView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
Bytes to_bytes(BytesView view) { return {view.begin(), view.end()}; }
Bytes to_bytes(std::string_view text) { return to_bytes(as_bytes(text)); }
void append(Bytes& out, BytesView tail) { out.insert(out.end(), tail.begin(), tail.end()); }

std::string hex(BytesView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15U];
  }
  return out;
}

std::string hex0x(BytesView bytes) { return "0x" + hex(bytes); }

Result<Bytes> parse_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(invalid("hex: an odd number of digits"));
  Bytes out(text.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return fail(invalid("hex: a character that is no digit"));
    out[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return out;
}

Result<Bytes> parse_hex0x(std::string_view text) {
  if (!text.starts_with("0x")) return fail(invalid("hex: must begin with 0x"));
  return parse_hex(text.substr(2));
}

std::string base64(BytesView bytes) { return encode64(bytes, kBase64, true); }
std::string base64url(BytesView bytes) { return encode64(bytes, kBase64Url, false); }

Result<Bytes> parse_base64(std::string_view text) {
  static constexpr DigitTable kTable = digits_of(kBase64);
  if (text.size() % 4 != 0) return fail(invalid("base64: length must be a multiple of four"));
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  return decode64(text.substr(0, text.size() - padding), kTable);
}

Result<Bytes> parse_base64url(std::string_view text) {
  static constexpr DigitTable kTable = digits_of(kBase64Url);
  return decode64(text, kTable);
}

bool equal_constant_time(BytesView a, BytesView b) {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

bool is_utf8(std::string_view text) {
  const auto* p = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_sequence(p + i, text.size() - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace coffer
