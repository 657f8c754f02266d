#pragma once

#include <cstdint>
#include <memory>

#include "base/secret.h"
#include "domain/crypto/ecdsa_signature.h"
#include "domain/crypto/hash.h"

struct secp256k1_context_struct;

/// The curve of SEC 2 section 2.4.1 through libsecp256k1.
namespace coffer::crypto::secp256k1 {

/// A point of the curve that is a valid public key.
class PublicKey {
 public:
  /// SEC 1 section 2.3.4: 33 bytes (02/03) or 65 bytes (04); hybrid keys (06/07) are refused.
  static Result<PublicKey> parse(BytesView sec1);
  /// 02 or 03, then x.
  [[nodiscard]] ByteArray<33> compressed() const;
  /// 04, x, y.
  [[nodiscard]] ByteArray<65> uncompressed() const;
  /// This point + tweak·G (BIP-32, BIP-341); fails when tweak ≥ n or the sum is the point at infinity.
  [[nodiscard]] Result<PublicKey> plus_tweak(const ByteArray<32>& tweak) const;

  bool operator==(const PublicKey& other) const { return compressed() == other.compressed(); }

  /// The form libsecp256k1 works on.
  using Raw = ByteArray<64>;
  explicit PublicKey(const Raw& raw) : raw_(raw) {}
  [[nodiscard]] const Raw& raw() const { return raw_; }

 private:
  Raw raw_;
};

/// r, s and which of the up to four candidate keys signed.
struct RecoverableSignature {
  EcdsaSignature signature;
  std::uint8_t recovery_id = 0;  // 0–3; bit 0 is the parity of R.y (Ethereum's y_parity)

  bool operator==(const RecoverableSignature&) const = default;
};

/// True for a key of 1 ≤ key < n.
bool is_private_key(const Secret<32>& key);

/// (key + tweak) mod n in place (BIP-32); fails when tweak ≥ n or the sum is 0, and wipes nothing:
/// the caller throws the key away.
Result<void> add_tweak(Secret<32>& key, const ByteArray<32>& tweak);
/// key · factor mod n in place (BIP-38); fails unless 1 ≤ factor < n.
Result<void> multiply(Secret<32>& key, const Secret<32>& factor);
/// n − key in place.
Result<void> negate(Secret<32>& key);

/// ECDSA verification of a 32-byte digest. High s is refused (EIP-2, BIP-62), so is r or s outside 1…n−1.
bool verify(const PublicKey& key, const Hash256& digest, const EcdsaSignature& signature);

/// The key that made the signature (SEC 1 section 4.1.6). Fails when r, s or the id is out of range or
/// there is none. Accepts high s: whoever must refuse it asks `is_low_s`.
Result<PublicKey> recover(const Hash256& digest, const RecoverableSignature& signature);

/// Whether s ≤ n/2 (EIP-2, BIP-62).
bool is_low_s(const EcdsaSignature& signature);

/// Everything that multiplies the base point with a secret, blinded against side channels. Making one
/// costs about 50 µs; keep it. All methods may be called from many threads at once.
class Context {
 public:
  /// `blinding` is 32 fresh random bytes; it changes timing, never results.
  explicit Context(const Secret<32>& blinding);
  Context(Context&&) noexcept = default;
  Context& operator=(Context&&) noexcept = default;
  ~Context() = default;

  /// key·G; fails unless 1 ≤ key < n.
  [[nodiscard]] Result<PublicKey> public_key(const Secret<32>& key) const;

  /// ECDSA of a 32-byte digest: nonce of RFC 6979 (SHA-256), low s. Fails on an invalid key.
  [[nodiscard]] Result<RecoverableSignature> sign(const Secret<32>& key, const Hash256& digest) const;

  /// `sign`, then recovers the signer and compares it with `expected`: a signature that a fault, or a key
  /// of another account, has made is not let out. Failing is a kInternal error.
  [[nodiscard]] Result<RecoverableSignature> sign_verified(const Secret<32>& key, const PublicKey& expected,
                                                           const Hash256& digest) const;

  /// The same where nobody needs the recovery id: the signature is verified under `expected`, which is cheaper than to
  /// recover the signer.
  [[nodiscard]] Result<EcdsaSignature> sign_ecdsa_verified(const Secret<32>& key, const PublicKey& expected,
                                                           const Hash256& digest) const;

  /// For `schnorr`: the library's own context.
  [[nodiscard]] const secp256k1_context_struct* raw() const { return context_.get(); }

 private:
  struct Destroy {
    void operator()(secp256k1_context_struct* context) const;
  };
  std::unique_ptr<secp256k1_context_struct, Destroy> context_;
};

}  // namespace coffer::crypto::secp256k1
