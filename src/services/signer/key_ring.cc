#include "services/signer/key_ring.h"

#include "services/signer/envelope.h"

namespace coffer::signer {
namespace {

Binding binding(std::string purpose, const KeyIdentity& identity) {
  return {.purpose = std::move(purpose), .key_id = identity.key_id, .owner = identity.owner, .kind = identity.kind};
}

}  // namespace

Result<SealedKey> KeyRing::seal(const KeyIdentity& identity, BytesView secret, Entropy& entropy) const {
  Secret<32> data_key;
  COFFER_CHECK(entropy.fill(data_key.expose_mutable()));
  SealedKey out{.kek_version = active_version(), .wrapped_data_key = {}, .sealed_secret = {}};
  COFFER_TRY(out.wrapped_data_key,
             signer::seal(keks_.rbegin()->second, binding("data_key", identity), data_key.expose(), entropy));
  COFFER_TRY(out.sealed_secret, signer::seal(data_key, binding("secret", identity), secret, entropy));
  return out;
}

Result<SecretBytes> KeyRing::open(const KeyIdentity& identity, const SealedKey& sealed) const {
  COFFER_TRY(const Secret<32> data_key, open_data_key(identity, sealed));
  return signer::open(data_key, binding("secret", identity), sealed.sealed_secret);
}

Result<SealedKey> KeyRing::rewrap(const KeyIdentity& identity, const SealedKey& sealed, Entropy& entropy) const {
  COFFER_TRY(const Secret<32> data_key, open_data_key(identity, sealed));
  SealedKey out{.kek_version = active_version(), .wrapped_data_key = {}, .sealed_secret = sealed.sealed_secret};
  COFFER_TRY(out.wrapped_data_key,
             signer::seal(keks_.rbegin()->second, binding("data_key", identity), data_key.expose(), entropy));
  return out;
}

Result<Secret<32>> KeyRing::open_data_key(const KeyIdentity& identity, const SealedKey& sealed) const {
  const auto kek = keks_.find(sealed.kek_version);
  if (kek == keks_.end()) {
    return fail(internal("signer: no KEK of version " + std::to_string(sealed.kek_version) + "; restart to load it"));
  }
  COFFER_TRY(const SecretBytes data_key,
             signer::open(kek->second, binding("data_key", identity), sealed.wrapped_data_key));
  return Secret<32>::from(data_key.expose());
}

}  // namespace coffer::signer
