#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/entropy.h"
#include "domain/crypto/jws.h"
#include "services/identity/settings.h"
#include "services/identity/store.h"

namespace coffer::identity {

/// The Ed25519 keys that sign access tokens. Their seeds lie in the database, sealed
/// (XChaCha20-Poly1305, bound to the key id) under a key that is handed in. The newest signs; older
/// ones are published until the tokens they signed have ended.
class TokenKeys {
 public:
  TokenKeys(Store& store, Secret<32> sealing_key, const Clock& clock, Entropy& entropy, const Settings& settings);

  /// Opens the stored keys, and makes a new one when there is none or the newest is too old.
  awaitable<Result<void>> load();

  /// A compact JWS of type JWT over the claims, by the newest key.
  Result<std::string> sign(std::string_view claims) const;
  /// RFC 7517: `{"keys":[…]}`.
  std::string jwks() const;

 private:
  awaitable<Result<void>> make_key();
  Result<void> open(const TokenKeyRow& row);

  Store& store_;
  Secret<32> sealing_key_;
  const Clock& clock_;
  Entropy& entropy_;
  const Settings& settings_;
  mutable std::mutex mutex_;
  std::vector<crypto::JwsSigner> signers_;  // newest first
};

}  // namespace coffer::identity
