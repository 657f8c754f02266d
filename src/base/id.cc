#include "base/id.h"

#include <algorithm>

#include "base/bytes.h"

namespace coffer {

Result<std::string> new_id(const Clock& clock, Entropy& entropy) {
  ByteArray<16> raw{};
  COFFER_CHECK(entropy.fill(raw));
  const auto millis = static_cast<std::uint64_t>(to_micros(clock.now()) / 1000);
  for (std::size_t i = 0; i < 6; ++i) raw[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  raw[6] = static_cast<std::uint8_t>(0x70U | (raw[6] & 0x0fU));
  raw[8] = static_cast<std::uint8_t>(0x80U | (raw[8] & 0x3fU));
  std::string text = hex(raw);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

bool is_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !digit) return false;
  }
  return true;
}

}  // namespace coffer
