#include "base/u256.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace coffer {
namespace {

using u128 = unsigned __int128;

std::uint64_t low(u128 value) { return static_cast<std::uint64_t>(value); }

}  // namespace

std::optional<U256> U256::from_big_endian(BytesView bytes) {
  if (bytes.size() > 32) return std::nullopt;
  U256 out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t position = bytes.size() - 1 - i;
    out.limbs_[position / 8] |= std::uint64_t{bytes[i]} << (position % 8 * 8);
  }
  return out;
}

Result<U256> U256::parse_decimal(std::string_view text) {
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return fail(invalid("must be a whole number in decimal digits"));
  if (text.size() > 1 && text.front() == '0') return fail(invalid("must have no leading zero"));
  if (text.size() > 78) return fail(invalid("must be below 2^256"));
  U256 out;
  for (const char c : text) {
    const auto scaled = out.times(10);
    const auto sum = scaled ? scaled->plus(static_cast<std::uint64_t>(c - '0')) : std::nullopt;
    if (!sum) return fail(invalid("must be below 2^256"));
    out = *sum;
  }
  return out;
}

Result<U256> U256::parse_hex(std::string_view text) {
  if (!text.starts_with("0x") || text.size() < 3) return fail(invalid("must be 0x and hex digits"));
  if (text.size() > 66) return fail(invalid("must be below 2^256"));
  std::string digits(text.substr(2));
  if (digits.size() % 2 != 0) digits.insert(digits.begin(), '0');
  COFFER_TRY(const Bytes bytes, coffer::parse_hex(digits));
  return *from_big_endian(bytes);
}

ByteArray<32> U256::big_endian() const {
  ByteArray<32> out;
  for (std::size_t i = 0; i < 32; ++i) out[31 - i] = static_cast<std::uint8_t>(limbs_[i / 8] >> (i % 8 * 8));
  return out;
}

Bytes U256::minimal_big_endian() const {
  const ByteArray<32> full = big_endian();
  return {std::ranges::find_if(full, [](std::uint8_t byte) { return byte != 0; }), full.end()};
}

std::string U256::decimal() const {
  if (is_zero()) return "0";
  constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;  // 10^19, the largest power in 64 bits
  std::string out;
  U256 rest = *this;
  while (!rest.is_zero()) {
    u128 remainder = 0;
    for (std::size_t i = 4; i-- > 0;) {
      const u128 part = remainder << 64 | rest.limbs_[i];
      rest.limbs_[i] = low(part / kChunk);
      remainder = part % kChunk;
    }
    std::string digits = std::to_string(low(remainder));
    if (!rest.is_zero()) digits.insert(0, 19 - digits.size(), '0');
    out.insert(0, digits);
  }
  return out;
}

std::string U256::quantity() const {
  std::string digits = hex(big_endian());
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return "0x" + digits;
}

std::optional<std::uint64_t> U256::to_u64() const {
  if ((limbs_[1] | limbs_[2] | limbs_[3]) != 0) return std::nullopt;
  return limbs_[0];
}

unsigned U256::bit_length() const {
  for (unsigned i = 4; i-- > 0;)
    if (limbs_[i] != 0) return i * 64 + 64 - static_cast<unsigned>(std::countl_zero(limbs_[i]));
  return 0;
}

std::optional<U256> U256::plus(const U256& other) const {
  U256 out;
  u128 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    carry += u128{limbs_[i]} + other.limbs_[i];
    out.limbs_[i] = low(carry);
    carry >>= 64;
  }
  if (carry != 0) return std::nullopt;
  return out;
}

std::optional<U256> U256::minus(const U256& other) const {
  if (*this < other) return std::nullopt;
  U256 out;
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const u128 difference = u128{limbs_[i]} - other.limbs_[i] - borrow;
    out.limbs_[i] = low(difference);
    borrow = low(difference >> 64) & 1U;
  }
  return out;
}

std::optional<U256> U256::times(const U256& other) const {
  std::array<std::uint64_t, 8> product{};
  for (std::size_t i = 0; i < 4; ++i) {
    u128 carry = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      carry += u128{limbs_[i]} * other.limbs_[j] + product[i + j];
      product[i + j] = low(carry);
      carry >>= 64;
    }
    product[i + 4] = low(carry);
  }
  if ((product[4] | product[5] | product[6] | product[7]) != 0) return std::nullopt;
  U256 out;
  std::copy_n(product.begin(), 4, out.limbs_.begin());
  return out;
}

U256::Division U256::divide(const U256& divisor) const {
  Division out;
  for (unsigned i = bit_length(); i-- > 0;) {
    const bool overflow = out.remainder.bit(255);
    for (std::size_t k = 4; k-- > 0;) {
      const std::uint64_t below = k == 0 ? std::uint64_t{bit(i)} : out.remainder.limbs_[k - 1] >> 63;
      out.remainder.limbs_[k] = out.remainder.limbs_[k] << 1 | below;
    }
    if (!overflow && out.remainder < divisor) continue;
    // With the 257th bit set the subtraction below borrows from it, so the wrapped result is exact.
    std::uint64_t borrow = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const u128 difference = u128{out.remainder.limbs_[k]} - divisor.limbs_[k] - borrow;
      out.remainder.limbs_[k] = low(difference);
      borrow = low(difference >> 64) & 1U;
    }
    out.quotient.limbs_[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  return out;
}

std::strong_ordering U256::operator<=>(const U256& other) const {
  for (std::size_t i = 4; i-- > 0;)
    if (limbs_[i] != other.limbs_[i]) return limbs_[i] <=> other.limbs_[i];
  return std::strong_ordering::equal;
}

U256 saturating_add(const U256& a, const U256& b) { return a.plus(b).value_or(U256::max()); }

U256 scaled_up(const U256& value, std::uint64_t numerator, std::uint64_t denominator) {
  const auto product = value.times(numerator);
  if (!product) return U256::max();
  const auto [quotient, remainder] = product->divide(denominator);
  return remainder.is_zero() ? quotient : saturating_add(quotient, 1);
}

}  // namespace coffer
