#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/secret.h"

/// Shamir's secret sharing as SLIP-39 lays it down: byte by byte over GF(256) with Rijndael's polynomial, the secret at
/// x = 255 and, at x = 254, a digest by which a wrong recovery is noticed. Time depends on lengths and on the public
/// x alone, never on the values.
namespace coffer::keys {

/// At most so many shares of one secret (SLIP-39: the index has four bits).
inline constexpr std::size_t kMaxShares = 16;

/// One point of the polynomials: `x` is the share's index, `y` one byte for each byte of the secret.
struct ShamirShare {
  std::uint8_t x = 0;
  SecretBytes y;
};

/// `count` shares with x = 0, 1, … of which any `threshold` recover the secret: 1 ≤ threshold ≤ count ≤ 16, secret of
/// 16 to 256 bytes. With threshold 1 each share is the secret. `entropy` (32 fresh random bytes or more) is expanded by
/// HKDF-SHA256 under `purpose`, which must differ between two secrets that are shared with one entropy.
Result<std::vector<ShamirShare>> shamir_split(BytesView secret, std::size_t threshold, std::size_t count,
                                              BytesView entropy, std::string_view purpose);

/// The secret of exactly `threshold` shares with distinct x below 16 and values of one length. Fails when the digest
/// does not hold: shares of different secrets, or altered ones.
Result<SecretBytes> shamir_recover(std::span<const ShamirShare> shares, std::size_t threshold);

}  // namespace coffer::keys
