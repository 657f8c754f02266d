#pragma once

#include <memory>

#include "base/secret.h"
#include "domain/crypto/ecdsa_signature.h"
#include "domain/crypto/hash.h"

struct evp_pkey_st;

/// NIST P-256 (FIPS 186-5, SEC 2 secp256r1) through OpenSSL.
namespace coffer::crypto::p256 {

/// A valid public key; uncompressed SEC 1 bytes.
class PublicKey {
 public:
  /// 33 or 65 bytes of SEC 1; the point must be on the curve. Hybrid keys are refused.
  static Result<PublicKey> parse(BytesView sec1);
  /// The affine coordinates, 32 bytes each (JWK).
  static Result<PublicKey> from_coordinates(BytesView x, BytesView y);
  /// 04, x, y.
  [[nodiscard]] const ByteArray<65>& uncompressed() const { return sec1_; }
  [[nodiscard]] ByteArray<33> compressed() const;
  bool operator==(const PublicKey& other) const { return sec1_ == other.sec1_; }

  /// For this module: the key as OpenSSL verifies with it.
  [[nodiscard]] evp_pkey_st* raw() const { return key_.get(); }

 private:
  PublicKey(const ByteArray<65>& sec1, std::shared_ptr<evp_pkey_st> key) : sec1_(sec1), key_(std::move(key)) {}

  ByteArray<65> sec1_;
  std::shared_ptr<evp_pkey_st> key_;  // immutable once made, so copies share it
};

/// True for 1 ≤ key < n.
bool is_private_key(const Secret<32>& key);

/// key·G; fails unless 1 ≤ key < n.
Result<PublicKey> public_key(const Secret<32>& key);

/// (a + b) mod n, for SLIP-10; fails when b ≥ n or the sum is 0.
Result<Secret<32>> add_keys(const Secret<32>& a, const Secret<32>& b);

/// ECDSA of a 32-byte digest: nonce of RFC 6979 (SHA-256), low s. The signature is verified before it is
/// returned. `recovery_id` (0–3) says which candidate key signed.
struct RecoverableSignature {
  EcdsaSignature signature;
  std::uint8_t recovery_id = 0;
};
Result<RecoverableSignature> sign(const Secret<32>& key, const Hash256& digest);

/// ECDSA verification of a 32-byte digest; any s in 1…n−1 (WebAuthn and JWS send high ones).
bool verify(const PublicKey& key, const Hash256& digest, const EcdsaSignature& signature);

}  // namespace coffer::crypto::p256
