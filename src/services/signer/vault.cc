#include "services/signer/vault.h"

#include "domain/keys/bip32.h"

namespace coffer::signer {

Result<Secret<32>> key_at(const KeyMaterial& material, std::string_view path,
                          const crypto::secp256k1::Context& context) {
  if (const auto* single = std::get_if<SingleKey>(&material)) {
    if (!path.empty()) return fail(invalid_field("path", "an imported key has no paths"));
    return single->key.clone();
  }
  const auto parsed = keys::DerivationPath::parse(path);
  if (!parsed) return fail(invalid_field("path", parsed.error().message));
  COFFER_TRY(const keys::ExtendedPrivateKey master,
             keys::ExtendedPrivateKey::from_seed(std::get<Seed>(material).seed.expose()));
  COFFER_TRY(const keys::ExtendedPrivateKey node, master.derive(context, *parsed));
  return node.key().clone();
}

awaitable<Result<void>> Vault::put(KeyIdentity identity, KeyMaterial material, bool brought, bool exportable) {
  CO_TRY(SealedKey sealed, ring_.seal(identity, serialize(material).expose(), entropy_));
  StoredKey key{
      .identity = identity, .exportable = exportable, .sealed = std::move(sealed), .created_at = clock_.now()};
  CO_TRY(const bool inserted, co_await store_.insert_key(std::move(key)));
  if (inserted) co_return Result<void>();
  CO_TRY(const auto existing, co_await store_.find_key(identity.key_id, identity.owner));
  const auto taken = [] { return fail(conflict("a key of this id exists")); };
  if (!existing || existing->identity.kind != identity.kind) co_return taken();
  if (!brought) co_return Result<void>();
  CO_TRY(const KeyMaterial present, co_await open_material(identity.key_id, identity.owner));
  if (!same_material(present, material)) co_return taken();
  co_return Result<void>();
}

awaitable<Result<std::shared_ptr<const Account>>> Vault::open(AccountName name) {
  const Time now = clock_.now();
  if (auto cached = cache_.find(name, now)) co_return cached;
  cache_.sweep(now);
  CO_TRY(const KeyMaterial material, co_await open_material(name.key_id, name.owner));
  CO_TRY(Secret<32> key, key_at(material, name.path, context_));
  CO_TRY(const crypto::secp256k1::PublicKey public_key, context_.public_key(key));
  CO_TRY(const evm::Address address, evm::Address::from_public_key(public_key.uncompressed()));
  auto account = std::make_shared<const Account>(std::move(key), public_key, address);
  cache_.put(name, account, now);
  co_return account;
}

awaitable<Result<std::vector<crypto::secp256k1::PublicKey>>> Vault::public_keys(std::string key_id, std::string owner,
                                                                                std::vector<std::string> paths) {
  CO_TRY(const KeyMaterial material, co_await open_material(key_id, owner));
  std::vector<crypto::secp256k1::PublicKey> out;
  for (const std::string& path : paths) {
    CO_TRY(const Secret<32> key, key_at(material, path, context_));
    CO_TRY(const crypto::secp256k1::PublicKey public_key, context_.public_key(key));
    out.push_back(public_key);
  }
  co_return out;
}

awaitable<Result<KeyMaterial>> Vault::open_material(std::string key_id, std::string owner) {
  CO_TRY(const std::optional<StoredKey> stored, co_await store_.find_key(key_id, owner));
  if (!stored) co_return fail(not_found("the key"));
  CO_TRY(const SecretBytes secret, ring_.open(stored->identity, stored->sealed));
  co_return parse_material(secret.expose());
}

}  // namespace coffer::signer
