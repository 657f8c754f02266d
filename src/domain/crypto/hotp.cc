#include "domain/crypto/hotp.h"

#include <fmt/format.h>

#include "domain/crypto/hmac.h"

namespace coffer::crypto {
namespace {

// RFC 4226 section 5.3: 31 bits from where the low four bits of the last byte point.
std::uint32_t dynamic_truncation(BytesView mac) {
  const std::size_t offset = mac.back() & 0x0fU;
  return static_cast<std::uint32_t>(mac[offset] & 0x7fU) << 24 | static_cast<std::uint32_t>(mac[offset + 1]) << 16 |
         static_cast<std::uint32_t>(mac[offset + 2]) << 8 | mac[offset + 3];
}

}  // namespace

Result<std::string> hotp(BytesView secret, std::uint64_t counter, unsigned digits, HashAlgorithm algorithm) {
  if (digits < 6 || digits > 8) return fail(invalid_field("digits", "RFC 4226: must be 6 to 8"));
  ByteArray<8> counter_bytes;
  for (std::size_t i = 0; i < 8; ++i) counter_bytes[i] = static_cast<std::uint8_t>(counter >> (56 - 8 * i));
  std::uint32_t modulus = 1;
  for (unsigned i = 0; i < digits; ++i) modulus *= 10;
  const std::uint32_t value = dynamic_truncation(hmac(algorithm, secret, {counter_bytes})) % modulus;
  return fmt::format("{:0{}}", value, digits);
}

}  // namespace coffer::crypto
