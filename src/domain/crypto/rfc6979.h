#pragma once

#include "base/secret.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// The deterministic nonces of RFC 6979 section 3.2 with HMAC-SHA256 for curves whose order has 256 bits: each call
/// gives the next candidate k, which the caller takes if it is in 1…n−1 and leads to r ≠ 0 and s ≠ 0.
class Rfc6979 {
 public:
  /// `reduced_digest` is bits2octets of the digest: the digest modulo n, big-endian.
  Rfc6979(const Secret<32>& key, const Hash256& reduced_digest);
  Secret<32> next();

 private:
  void reseed(std::uint8_t separator, BytesView seed);

  Secret<32> key_;    // K
  Secret<32> value_;  // V
  bool used_ = false;
};

}  // namespace coffer::crypto
