#include "domain/crypto/base58.h"

#include <algorithm>
#include <array>

#include "domain/crypto/sha2.h"

namespace coffer::crypto {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_table() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}
constexpr std::array<std::uint8_t, 256> kDigits = digit_table();

// Five digits at a time fit a 32-bit limb's division: 58^5 < 2^30.
constexpr std::size_t kGroup = 5;
constexpr std::uint64_t kGroupBase = 656'356'768;

using Limbs = std::vector<std::uint32_t>;

Limbs to_limbs(BytesView bytes) {  // most significant first
  Limbs limbs((bytes.size() + 3) / 4);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    limbs[limbs.size() - 1 - i / 4] |= static_cast<std::uint32_t>(bytes[bytes.size() - 1 - i]) << (8 * (i % 4));
  }
  return limbs;
}

void multiply_add(Limbs& limbs, std::uint64_t factor, std::uint64_t summand) {  // least significant first
  std::uint64_t carry = summand;
  for (std::uint32_t& limb : limbs) {
    carry += limb * factor;
    limb = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry != 0) limbs.push_back(static_cast<std::uint32_t>(carry));
}

Bytes with_checksum(BytesView payload) {
  const Hash256 checksum = double_sha256(payload);
  Bytes out = to_bytes(payload);
  append(out, BytesView(checksum).first(4));
  return out;
}

}  // namespace

std::string base58(BytesView bytes) {
  const auto first = std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; });
  const auto zeros = static_cast<std::size_t>(first - bytes.begin());
  Limbs limbs = to_limbs(bytes.subspan(zeros));
  std::string reversed;
  std::size_t top = 0;
  while (top < limbs.size()) {
    std::uint64_t remainder = 0;
    for (std::size_t i = top; i < limbs.size(); ++i) {
      const std::uint64_t value = remainder << 32 | limbs[i];
      limbs[i] = static_cast<std::uint32_t>(value / kGroupBase);
      remainder = value % kGroupBase;
    }
    while (top < limbs.size() && limbs[top] == 0) ++top;
    for (std::size_t i = 0; i < kGroup; ++i, remainder /= 58) reversed.push_back(kAlphabet[remainder % 58]);
  }
  while (reversed.ends_with('1')) reversed.pop_back();
  return std::string(zeros, '1').append(reversed.rbegin(), reversed.rend());
}

Result<Bytes> parse_base58(std::string_view text) {
  if (text.size() > 256) return fail(invalid("base58: longer than 256 characters"));
  const std::size_t ones = std::min(text.find_first_not_of('1'), text.size());
  Limbs limbs;
  for (std::string_view rest = text.substr(ones); !rest.empty();) {
    const std::string_view group = rest.substr(0, kGroup);
    rest.remove_prefix(group.size());
    std::uint64_t base = 1;
    std::uint64_t value = 0;
    for (const char character : group) {
      const std::uint8_t digit = kDigits[static_cast<std::uint8_t>(character)];
      if (digit == kNoDigit) return fail(invalid("base58: a character outside the alphabet"));
      base *= 58;
      value = value * 58 + digit;
    }
    multiply_add(limbs, base, value);
  }
  Bytes out(ones, 0);
  bool leading = true;
  for (std::size_t i = limbs.size() * 4; i-- > 0;) {
    const auto byte = static_cast<std::uint8_t>(limbs[i / 4] >> (8 * (i % 4)));
    leading = leading && byte == 0;
    if (!leading) out.push_back(byte);
  }
  return out;
}

std::string base58check(BytesView payload) { return base58(with_checksum(payload)); }

Result<Bytes> parse_base58check(std::string_view text) {
  COFFER_TRY(Bytes bytes, parse_base58(text));
  if (bytes.size() < 4) return fail(invalid("base58check: shorter than its checksum"));
  const BytesView payload = BytesView(bytes).first(bytes.size() - 4);
  const Hash256 checksum = double_sha256(payload);
  if (!std::equal(checksum.begin(), checksum.begin() + 4, bytes.end() - 4)) {
    return fail(invalid("base58check: the checksum does not hold"));
  }
  bytes.resize(payload.size());
  return bytes;
}

}  // namespace coffer::crypto
