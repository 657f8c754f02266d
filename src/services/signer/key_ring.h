#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/entropy.h"
#include "base/secret.h"

namespace coffer::signer {

/// Whose secret it is and what kind.
struct KeyIdentity {
  std::string key_id;
  std::string owner;
  std::string kind;
  bool operator==(const KeyIdentity&) const = default;
};

/// A wallet's secret at rest.
struct SealedKey {
  std::int64_t kek_version = 0;
  Bytes wrapped_data_key;  // 32 bytes sealed under the KEK
  Bytes sealed_secret;     // sealed under the data key
};

/// The opened key-encryption keys. The newest seals; all of them open. Immutable once made.
class KeyRing {
 public:
  /// Never empty; the version with the highest number is the active one.
  explicit KeyRing(std::map<std::int64_t, Secret<32>> keks) : keks_(std::move(keks)) {}

  [[nodiscard]] std::int64_t active_version() const { return keks_.rbegin()->first; }

  /// Seals under a data key made for this secret alone.
  Result<SealedKey> seal(const KeyIdentity& identity, BytesView secret, Entropy& entropy) const;
  /// Fails when the row was changed, moved, or belongs to a KEK that is not in the ring.
  [[nodiscard]] Result<SecretBytes> open(const KeyIdentity& identity, const SealedKey& sealed) const;
  /// The same secret with its data key under the active KEK; the secret itself is not opened.
  Result<SealedKey> rewrap(const KeyIdentity& identity, const SealedKey& sealed, Entropy& entropy) const;

 private:
  [[nodiscard]] Result<Secret<32>> open_data_key(const KeyIdentity& identity, const SealedKey& sealed) const;

  std::map<std::int64_t, Secret<32>> keks_;
};

}  // namespace coffer::signer
