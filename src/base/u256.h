#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace coffer {

/// An unsigned 256-bit integer: every on-chain amount, fee and storage word. Arithmetic is checked:
/// what does not fit is `nullopt`, never wrapped. There is no conversion from or to floating point.
class U256 {
 public:
  constexpr U256() = default;
  constexpr U256(std::uint64_t value) : limbs_{value, 0, 0, 0} {}  // NOLINT(google-explicit-constructor)

  static constexpr U256 max() {
    U256 out;
    out.limbs_.fill(~std::uint64_t{0});
    return out;
  }

  /// At most 32 bytes, most significant first; shorter input is padded in front.
  static std::optional<U256> from_big_endian(BytesView bytes);
  /// `0` or `[1-9][0-9]*`, at most 78 digits and below 2^256.
  static Result<U256> parse_decimal(std::string_view text);
  /// `0x` and 1–64 hex digits, leading zeros allowed (JSON-RPC QUANTITY and DATA alike).
  static Result<U256> parse_hex(std::string_view text);

  [[nodiscard]] ByteArray<32> big_endian() const;
  /// Big-endian without leading zero bytes; empty for zero (the RLP form of an integer).
  [[nodiscard]] Bytes minimal_big_endian() const;
  [[nodiscard]] std::string decimal() const;
  /// JSON-RPC QUANTITY: `0x` and no leading zeros, `0x0` for zero.
  [[nodiscard]] std::string quantity() const;

  [[nodiscard]] std::optional<std::uint64_t> to_u64() const;
  [[nodiscard]] bool is_zero() const { return limbs_ == std::array<std::uint64_t, 4>{}; }
  /// The number of bits without leading zeros; 0 for zero.
  [[nodiscard]] unsigned bit_length() const;
  [[nodiscard]] bool bit(unsigned index) const { return (limbs_[index / 64] >> (index % 64) & 1U) != 0; }
  /// Limb 0 is the least significant.
  [[nodiscard]] const std::array<std::uint64_t, 4>& limbs() const { return limbs_; }

  [[nodiscard]] std::optional<U256> plus(const U256& other) const;
  [[nodiscard]] std::optional<U256> minus(const U256& other) const;
  [[nodiscard]] std::optional<U256> times(const U256& other) const;
  /// Quotient and remainder, rounding down; the divisor must not be zero.
  struct Division;
  [[nodiscard]] Division divide(const U256& divisor) const;

  bool operator==(const U256&) const = default;
  std::strong_ordering operator<=>(const U256& other) const;

 private:
  std::array<std::uint64_t, 4> limbs_{};
};

struct U256::Division {
  U256 quotient;
  U256 remainder;
};

/// The sum, or 2^256-1 where it would not fit: for display and for bounds, never for ledgers.
U256 saturating_add(const U256& a, const U256& b);
/// `value * numerator / denominator` rounded up, saturating; for fee margins (110 % = 110/100).
U256 scaled_up(const U256& value, std::uint64_t numerator, std::uint64_t denominator);

}  // namespace coffer
