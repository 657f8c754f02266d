#include <array>
#include <cstdint>

#include "domain/bitcoin/descriptor.h"

namespace coffer::bitcoin {
namespace {

// BIP-380: characters that are often confused stand apart, so that the code catches more mistakes.
constexpr std::string_view kInput =
    "0123456789()[],'/*abcdefgh@:$%{}"
    "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
    "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ";
constexpr std::string_view kOutput = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

std::uint64_t step(std::uint64_t sum, std::uint64_t value) {
  constexpr std::array<std::uint64_t, 5> kGenerator = {0xf5dee51989, 0xa9fdca3312, 0x1bab10e32d, 0x3706b1677a,
                                                       0x644d626ffd};
  const std::uint64_t top = sum >> 35U;
  sum = (sum & 0x7ffffffffU) << 5U ^ value;
  for (std::size_t i = 0; i < kGenerator.size(); ++i)
    if ((top >> i & 1U) != 0) sum ^= kGenerator[i];
  return sum;
}

}  // namespace

Result<std::string> descriptor_checksum(std::string_view descriptor) {
  std::uint64_t sum = 1;
  std::uint64_t group = 0;
  unsigned count = 0;
  for (const char c : descriptor) {
    const std::size_t position = kInput.find(c);
    if (position == std::string_view::npos) return fail(invalid("BIP-380: a character that no descriptor has"));
    sum = step(sum, position & 31U);
    group = group * 3 + (position >> 5U);
    if (++count < 3) continue;
    sum = step(sum, group);
    group = 0;
    count = 0;
  }
  if (count > 0) sum = step(sum, group);
  for (int i = 0; i < 8; ++i) sum = step(sum, 0);
  sum ^= 1U;
  std::string out;
  for (unsigned i = 0; i < 8; ++i) out += kOutput[sum >> (5 * (7 - i)) & 31U];
  return out;
}

}  // namespace coffer::bitcoin
