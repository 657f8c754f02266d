#pragma once

#include "base/secret.h"

/// Ed25519 of RFC 8032 through libsodium.
namespace coffer::crypto::ed25519 {

using PublicKey = ByteArray<32>;
using Signature = ByteArray<64>;  // R ‖ S

/// A private key made ready: the 32-byte seed of RFC 8032 with its public key beside it.
class SigningKey {
 public:
  explicit SigningKey(const Secret<32>& seed);
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// Pure Ed25519, deterministic.
  [[nodiscard]] Signature sign(BytesView message) const;

 private:
  Secret<64> expanded_;
  PublicKey public_key_{};
};

/// Verification without cofactor; refuses S ≥ L, small-order and non-canonical points (libsodium's rules).
bool verify(const PublicKey& key, BytesView message, BytesView signature);

}  // namespace coffer::crypto::ed25519
