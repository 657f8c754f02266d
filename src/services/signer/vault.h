#pragma once

#include <memory>

#include "base/entropy.h"
#include "base/time.h"
#include "domain/crypto/secp256k1.h"
#include "services/signer/account_cache.h"
#include "services/signer/key_material.h"
#include "services/signer/key_ring.h"
#include "services/signer/store.h"

namespace coffer::signer {

/// The one place where a sealed key becomes a usable one.
class Vault {
 public:
  struct Limits {
    std::size_t cached_accounts = 1024;
    Duration cached_for = std::chrono::minutes(5);
    bool operator==(const Limits&) const = default;
  };

  Vault(Store& store, KeyRing ring, crypto::secp256k1::Context context, const Clock& clock, Entropy& entropy,
        Limits limits)
      : store_(store),
        ring_(std::move(ring)),
        context_(std::move(context)),
        clock_(clock),
        entropy_(entropy),
        cache_(limits.cached_accounts, limits.cached_for) {}

  /// Seals new material under an id. The same owner's same material under the same id is accepted again (a repeated
  /// request); anything else under a taken id is a CONFLICT. A key that was made here, not brought, is its own
  /// repetition.
  awaitable<Result<void>> put(KeyIdentity identity, KeyMaterial material, bool brought, bool exportable);

  /// The account at a path of a key (empty path: the imported key itself), from the cache or from the seal. NOT_FOUND
  /// for an unknown key or another owner's.
  awaitable<Result<std::shared_ptr<const Account>>> open(AccountName name);

  /// The public keys at these paths, without caching.
  awaitable<Result<std::vector<crypto::secp256k1::PublicKey>>> public_keys(std::string key_id, std::string owner,
                                                                           std::vector<std::string> paths);

  [[nodiscard]] const crypto::secp256k1::Context& context() const { return context_; }

 private:
  awaitable<Result<KeyMaterial>> open_material(std::string key_id, std::string owner);

  Store& store_;
  KeyRing ring_;
  crypto::secp256k1::Context context_;
  const Clock& clock_;
  Entropy& entropy_;
  AccountCache cache_;
};

/// The key of material at a path; a seed needs one, a single key takes none.
Result<Secret<32>> key_at(const KeyMaterial& material, std::string_view path,
                          const crypto::secp256k1::Context& context);

}  // namespace coffer::signer
