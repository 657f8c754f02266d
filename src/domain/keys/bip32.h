#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "domain/crypto/secp256k1.h"
#include "domain/keys/derivation_path.h"

/// BIP-32: trees of keys.
namespace coffer::keys {

/// Which version bytes an extended key is printed with: xpub/xprv or tpub/tprv.
enum class KeyNetwork : std::uint8_t { kMainnet, kTestnet };

/// Where in its tree a node stands.
struct KeyPosition {
  std::uint8_t depth = 0;             // 0 for a master key
  ByteArray<4> parent_fingerprint{};  // zeros for a master key
  std::uint32_t child_number = 0;     // bit 31 set when hardened

  bool operator==(const KeyPosition&) const = default;
};

/// A public key with its chain code.
class ExtendedPublicKey {
 public:
  ExtendedPublicKey(const crypto::secp256k1::PublicKey& key, const ByteArray<32>& chain_code, KeyPosition position,
                    KeyNetwork network)
      : key_(key), chain_code_(chain_code), position_(position), network_(network) {}

  /// Strict: base58check of 78 bytes, version xpub or tpub, a point of the curve, and depth 0 only with zero parent and
  /// index.
  static Result<ExtendedPublicKey> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  /// Public derivation; a hardened index or depth 256 is refused. The one index in 2^127 that has no key fails.
  [[nodiscard]] Result<ExtendedPublicKey> derive(std::uint32_t child_number) const;
  [[nodiscard]] Result<ExtendedPublicKey> derive(const DerivationPath& path) const;

  [[nodiscard]] const crypto::secp256k1::PublicKey& key() const { return key_; }
  [[nodiscard]] const ByteArray<32>& chain_code() const { return chain_code_; }
  [[nodiscard]] const KeyPosition& position() const { return position_; }
  [[nodiscard]] KeyNetwork network() const { return network_; }
  /// The first four bytes of HASH160 of the compressed key.
  [[nodiscard]] ByteArray<4> fingerprint() const;

  bool operator==(const ExtendedPublicKey&) const = default;

 private:
  crypto::secp256k1::PublicKey key_;
  ByteArray<32> chain_code_;
  KeyPosition position_;
  KeyNetwork network_;
};

/// A private key with its chain code. Both lie in locked memory; the text form comes out as a secret.
class ExtendedPrivateKey {
 public:
  /// The master key of a seed of 16–64 bytes.
  static Result<ExtendedPrivateKey> from_seed(BytesView seed, KeyNetwork network = KeyNetwork::kMainnet);
  /// Strict, as `ExtendedPublicKey::parse`, with 1 ≤ key < n after a zero byte.
  static Result<ExtendedPrivateKey> parse(std::string_view text);
  [[nodiscard]] SecretBytes text() const;

  /// Private derivation, hardened or not; depth 256 is refused.
  [[nodiscard]] Result<ExtendedPrivateKey> derive(const crypto::secp256k1::Context& context,
                                                  std::uint32_t child_number) const;
  [[nodiscard]] Result<ExtendedPrivateKey> derive(const crypto::secp256k1::Context& context,
                                                  const DerivationPath& path) const;

  /// The public half (BIP-32's N). A node that was derived knows its public key; a master or a parsed one works it out.
  [[nodiscard]] Result<ExtendedPublicKey> neuter(const crypto::secp256k1::Context& context) const;

  [[nodiscard]] const Secret<32>& key() const { return key_; }
  [[nodiscard]] const Secret<32>& chain_code() const { return chain_code_; }
  [[nodiscard]] const KeyPosition& position() const { return position_; }
  [[nodiscard]] KeyNetwork network() const { return network_; }
  [[nodiscard]] ExtendedPrivateKey clone() const;

 private:
  ExtendedPrivateKey() = default;
  [[nodiscard]] Result<crypto::secp256k1::PublicKey> public_key(const crypto::secp256k1::Context& context) const;
  Result<void> step(const crypto::secp256k1::Context& context, std::uint32_t child_number, bool last);

  Secret<32> key_;
  Secret<32> chain_code_;
  KeyPosition position_;
  KeyNetwork network_ = KeyNetwork::kMainnet;
  std::optional<crypto::secp256k1::PublicKey> public_key_;
};

}  // namespace coffer::keys
