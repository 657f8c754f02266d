#pragma once

#include "base/secret.h"
#include "domain/crypto/secp256k1.h"

/// BIP-340 signatures and the taproot tweaks of BIP-341.
namespace coffer::crypto::schnorr {

/// The x coordinate of a point whose y is even.
class XOnlyPublicKey {
 public:
  /// 32 bytes that are the x coordinate of a point of the curve.
  static Result<XOnlyPublicKey> parse(BytesView x);
  /// The x-only form of a key, whatever the parity of its y.
  static XOnlyPublicKey of(const secp256k1::PublicKey& key);
  [[nodiscard]] const ByteArray<32>& bytes() const { return x_; }
  bool operator==(const XOnlyPublicKey&) const = default;

 private:
  explicit XOnlyPublicKey(const ByteArray<32>& x) : x_(x) {}
  ByteArray<32> x_;
};

using Signature = ByteArray<64>;  // R.x ‖ s

/// BIP-340 signing of a message of any length; `aux` is 32 fresh random bytes, or zeros where the result
/// must be reproducible. The signature is verified before it is returned.
Result<Signature> sign(const secp256k1::Context& context, const Secret<32>& key, BytesView message,
                       const ByteArray<32>& aux);

/// BIP-340 verification.
bool verify(const XOnlyPublicKey& key, BytesView message, BytesView signature);

/// A taproot output key and the parity of its y, which goes into the control block.
struct TaprootOutput {
  XOnlyPublicKey key;
  std::uint8_t parity = 0;
};

/// BIP-341: the TapTweak hash of an internal key and, where there are scripts, their Merkle root (32 bytes;
/// empty for key-path-only outputs).
Hash256 taproot_tweak(const XOnlyPublicKey& internal_key, BytesView merkle_root);
/// The output key that locks coins: internal + tweak·G.
Result<TaprootOutput> taproot_output(const XOnlyPublicKey& internal_key, BytesView merkle_root);
/// The private key of the output key, for key-path spends.
Result<Secret<32>> taproot_private_key(const secp256k1::Context& context, const Secret<32>& key, BytesView merkle_root);

}  // namespace coffer::crypto::schnorr
