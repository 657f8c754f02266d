#include "domain/keys/shamir.h"

#include <algorithm>
#include <string>

#include "domain/crypto/hkdf.h"
#include "domain/crypto/hmac.h"

namespace coffer::keys {
namespace {

constexpr std::uint8_t kDigestX = 254;
constexpr std::uint8_t kSecretX = 255;
constexpr std::size_t kDigestSize = 4;
constexpr std::size_t kMinSecret = 16;
constexpr std::size_t kMaxSecret = 256;

// Masks in the place of branches and of table look-ups, which would tell the factors to the cache.
std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
  unsigned left = a;
  unsigned product = 0;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= (0U - (static_cast<unsigned>(b) >> bit & 1U)) & left;
    left = (left << 1U) ^ ((0U - (left >> 7U)) & 0x11bU);
  }
  return static_cast<std::uint8_t>(product);
}

// a^254 = a^-1 for a ≠ 0.
std::uint8_t inverse(std::uint8_t a) {
  std::uint8_t power = a;
  std::uint8_t out = 1;
  for (int i = 0; i < 7; ++i) {
    power = multiply(power, power);
    out = multiply(out, power);
  }
  return out;
}

// Lagrange's basis polynomial of the i-th share at x.
std::uint8_t coefficient(std::span<const ShamirShare> shares, std::size_t i, std::uint8_t x) {
  std::uint8_t above = 1;
  std::uint8_t below = 1;
  for (std::size_t j = 0; j < shares.size(); ++j) {
    if (j == i) continue;
    above = multiply(above, x ^ shares[j].x);
    below = multiply(below, shares[i].x ^ shares[j].x);
  }
  return multiply(above, inverse(below));
}

SecretBytes interpolate(std::span<const ShamirShare> shares, std::uint8_t x) {
  SecretBytes out(shares[0].y.size());
  std::ranges::fill(out.expose_mutable(), std::uint8_t{0});
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const std::uint8_t factor = coefficient(shares, i, x);
    const BytesView values = shares[i].y.expose();
    for (std::size_t k = 0; k < values.size(); ++k) out.expose_mutable()[k] ^= multiply(values[k], factor);
  }
  return out;
}

// Four bytes of HMAC-SHA256 with the random part as its key, then that random part.
SecretBytes digest_of(BytesView secret, BytesView random) {
  SecretBytes out(secret.size());
  Secret<32> mac;
  std::ranges::copy(crypto::hmac_sha256(random, {secret}), mac.expose_mutable().begin());
  const auto rest = std::ranges::copy(mac.expose().first<kDigestSize>(), out.expose_mutable().begin()).out;
  std::ranges::copy(random, rest);
  return out;
}

Result<void> check_shares(std::span<const ShamirShare> shares, std::size_t threshold) {
  if (shares.empty() || shares.size() != threshold || threshold > kMaxShares) {
    return fail(invalid("SLIP-39: exactly as many shares as the threshold are needed"));
  }
  std::uint32_t seen = 0;
  for (const ShamirShare& share : shares) {
    if (share.y.size() != shares[0].y.size()) return fail(invalid("SLIP-39: share values differ in length"));
    if (share.x >= kMaxShares) return fail(invalid("SLIP-39: a share's index is 0 to 15"));
    if ((seen >> share.x & 1U) != 0) return fail(invalid("SLIP-39: two shares have one index"));
    seen |= 1U << share.x;
  }
  const std::size_t size = shares[0].y.size();
  if (size < kMinSecret || size > kMaxSecret) return fail(invalid("SLIP-39: a share value is 16 to 256 bytes"));
  return {};
}

}  // namespace

Result<std::vector<ShamirShare>> shamir_split(BytesView secret, std::size_t threshold, std::size_t count,
                                              BytesView entropy, std::string_view purpose) {
  if (threshold < 1 || threshold > count || count > kMaxShares) {
    return fail(invalid("SLIP-39: 1 ≤ threshold ≤ number of shares ≤ 16"));
  }
  if (secret.size() < kMinSecret || secret.size() > kMaxSecret) {
    return fail(invalid_field("secret", "SLIP-39: must be 16 to 256 bytes"));
  }
  if (entropy.size() < 32) return fail(invalid_field("entropy", "must be at least 32 bytes"));
  std::vector<ShamirShare> shares;
  if (threshold == 1) {
    for (std::size_t i = 0; i < count; ++i) {
      shares.push_back({.x = static_cast<std::uint8_t>(i), .y = SecretBytes::copy_of(secret)});
    }
    return shares;
  }
  const std::size_t random_shares = threshold - 2;
  COFFER_TRY(const SecretBytes random, crypto::hkdf(crypto::HashAlgorithm::kSha256, entropy, {},
                                                    as_bytes("coffer.slip39." + std::string(purpose)),
                                                    random_shares * secret.size() + secret.size() - kDigestSize));
  for (std::size_t i = 0; i < random_shares; ++i) {
    shares.push_back({.x = static_cast<std::uint8_t>(i),
                      .y = SecretBytes::copy_of(random.expose().subspan(i * secret.size(), secret.size()))});
  }
  std::vector<ShamirShare> base;
  for (const ShamirShare& share : shares) base.push_back({.x = share.x, .y = share.y.clone()});
  base.push_back({.x = kDigestX, .y = digest_of(secret, random.expose().subspan(random_shares * secret.size()))});
  base.push_back({.x = kSecretX, .y = SecretBytes::copy_of(secret)});
  for (std::size_t i = random_shares; i < count; ++i) {
    const auto x = static_cast<std::uint8_t>(i);
    shares.push_back({.x = x, .y = interpolate(base, x)});
  }
  return shares;
}

Result<SecretBytes> shamir_recover(std::span<const ShamirShare> shares, std::size_t threshold) {
  COFFER_CHECK(check_shares(shares, threshold));
  if (threshold == 1) return shares[0].y.clone();
  SecretBytes secret = interpolate(shares, kSecretX);
  const SecretBytes digest = interpolate(shares, kDigestX);
  const SecretBytes expected = digest_of(secret.expose(), digest.expose().subspan(kDigestSize));
  if (!equal_constant_time(expected.expose(), digest.expose())) {
    return fail(invalid("SLIP-39: the digest of the shared secret does not hold"));
  }
  return secret;
}

}  // namespace coffer::keys
