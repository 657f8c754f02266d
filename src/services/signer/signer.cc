#include "services/signer/signer.h"

#include "domain/keys/bip32.h"
#include "domain/money/networks.h"
#include "services/signer/addresses.h"
#include "services/signer/verdict.h"

namespace coffer::signer {
namespace {

constexpr char kSignatures[] = "coffer_signer_signatures_total";
constexpr char kDenials[] = "coffer_signer_denials_total";

Result<std::size_t> entropy_bytes(std::int32_t bits) {
  if (bits == 0) return 32;
  if (bits < 128 || bits > 256 || bits % 32 != 0) {
    return fail(invalid_field("entropy_bits", "BIP-39: must be 128, 160, 192, 224 or 256"));
  }
  return static_cast<std::size_t>(bits / 8);
}

// What the caller brought, taken out of the request so that the request holds no secret any more.
struct Brought {
  SecretBytes mnemonic;
  SecretBytes passphrase;
  SecretBytes private_key;

  explicit Brought(v1::CreateKeyRequest& request)
      : mnemonic(take(*request.mutable_mnemonic())),
        passphrase(take(*request.mutable_passphrase())),
        private_key(take(*request.mutable_private_key())) {}

  [[nodiscard]] bool anything() const { return mnemonic.size() != 0 || private_key.size() != 0; }

 private:
  static SecretBytes take(std::string& text) {
    SecretBytes out = SecretBytes::copy_of(text);
    wipe_container(text);
    return out;
  }
};

Result<KeyMaterial> make_material(Brought brought, std::int32_t entropy_bits, SecretBytes fresh_entropy) {
  if (brought.private_key.size() != 0) {
    if (brought.mnemonic.size() != 0) return fail(invalid_field("private_key", "bring a mnemonic or a private key"));
    if (brought.passphrase.size() != 0) return fail(invalid_field("passphrase", "a private key has no passphrase"));
    return single_key(brought.private_key.expose());
  }
  if (brought.mnemonic.size() != 0) {
    if (entropy_bits != 0) return fail(invalid_field("entropy_bits", "a mnemonic brings its own entropy"));
    return seed_from_mnemonic(brought.mnemonic.expose_text(), brought.passphrase.expose_text());
  }
  return seed_from_entropy(std::move(fresh_entropy), keys::Language::kEnglish, brought.passphrase.expose_text());
}

v1::DerivedAddress derived(std::string address, const crypto::secp256k1::PublicKey& key, const std::string& path) {
  v1::DerivedAddress out;
  out.set_address(std::move(address));
  out.set_public_key(std::string(as_text(key.compressed())));
  out.set_path(path);
  return out;
}

Result<std::vector<crypto::secp256k1::PublicKey>> watched_keys(const std::string& xpub,
                                                               const std::vector<std::string>& paths) {
  const auto root = keys::ExtendedPublicKey::parse(xpub);
  if (!root) return fail(invalid_field("xpub", root.error().message));
  std::vector<crypto::secp256k1::PublicKey> out;
  for (const std::string& path : paths) {
    const auto parsed = keys::DerivationPath::parse(path.empty() ? "m" : path);
    if (!parsed) return fail(invalid_field("path", parsed.error().message));
    const auto node = root->derive(*parsed);
    if (!node) return fail(invalid_field("path", node.error().message));
    out.push_back(node->key());
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Signer>> Signer::create(sql::Database& database, KeyRing ring, const Clock& clock,
                                               Entropy& entropy, async::Workers& workers, telemetry::Metrics& metrics,
                                               SignerOptions options) {
  Secret<32> blinding;
  COFFER_CHECK(entropy.fill(blinding.expose_mutable()));
  return std::unique_ptr<Signer>(new Signer(database, std::move(ring), crypto::secp256k1::Context(blinding), clock,
                                            entropy, workers, metrics, std::move(options)));
}

Signer::Signer(sql::Database& database, KeyRing ring, crypto::secp256k1::Context context, const Clock& clock,
               Entropy& entropy, async::Workers& workers, telemetry::Metrics& metrics, SignerOptions options)
    : store_(database),
      clock_(clock),
      entropy_(entropy),
      workers_(workers),
      options_(std::move(options)),
      vault_(store_, std::move(ring), std::move(context), clock, entropy, options_.cache),
      metrics_(metrics),
      transactions_signed_(metrics.counter(kSignatures, "Signatures let out", {{"kind", "evm_transaction"}})),
      messages_signed_(metrics.counter(kSignatures, "Signatures let out", {{"kind", "evm_message"}})) {}

awaitable<Result<v1::CreateKeyReply>> Signer::create_key(const CallContext&, v1::CreateKeyRequest request) {
  Brought brought(request);
  const bool is_brought = brought.anything();
  CO_TRY(const std::size_t size, entropy_bytes(request.entropy_bits()));
  SecretBytes fresh(size);
  CO_CHECK(entropy_.fill(fresh.expose_mutable()));
  CO_TRY(KeyMaterial material, co_await workers_.run([brought = std::move(brought), bits = request.entropy_bits(),
                                                      fresh = std::move(fresh)]() mutable {
    return make_material(std::move(brought), bits, std::move(fresh));
  }));
  v1::CreateKeyReply reply;
  reply.set_key_id(request.key_id());
  reply.set_kind(std::string(kind_name(material)));
  if (request.validate_only()) co_return reply;
  KeyIdentity identity{.key_id = request.key_id(), .owner = request.owner(), .kind = reply.kind()};
  CO_CHECK(co_await vault_.put(std::move(identity), std::move(material), is_brought, request.exportable()));
  co_return reply;
}

awaitable<Result<v1::DeriveAddressesReply>> Signer::derive_addresses(const CallContext&,
                                                                     v1::DeriveAddressesRequest request) {
  std::vector<std::string> paths;
  for (const auto& derivation : request.derivations()) paths.push_back(derivation.path());
  std::vector<crypto::secp256k1::PublicKey> keys;
  if (!request.xpub().empty()) {
    CO_TRY(keys, watched_keys(request.xpub(), paths));
  } else {
    CO_TRY(keys, co_await vault_.public_keys(request.key_id(), request.owner(), paths));
  }
  v1::DeriveAddressesReply reply;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& derivation = request.derivations(static_cast<int>(i));
    CO_TRY(std::string address, address_text(derivation.kind(), derivation.path(), keys[i]));
    *reply.add_addresses() = derived(std::move(address), keys[i], derivation.path());
  }
  co_return reply;
}

awaitable<Result<Decision>> Signer::decide(Subject subject, const evm::Effects& effects, Recording recording) {
  Decision decision = evaluate(options_.policy, subject.chain, subject.account, effects);
  if (!decision.allowed || decision.limited.empty()) co_return decision;
  const Time now = clock_.now();
  const Time since = now - std::chrono::hours(24);
  std::optional<Spend> passed;
  if (recording == Recording::kYes) {
    CO_TRY(passed, co_await store_.record_spends(subject.owner, subject.intent_id, decision.limited, decision.daily,
                                                 since, now));
  } else {
    CO_TRY(passed,
           co_await store_.check_spends(subject.owner, subject.intent_id, decision.limited, decision.daily, since));
  }
  if (passed) co_return daily_limit_passed(*passed);
  co_return decision;
}

awaitable<Result<std::shared_ptr<const Account>>> Signer::open_account(const v1::KeyReference& key, std::string from) {
  const auto expected = evm::Address::parse(from);
  if (!expected) co_return fail(invalid_field("from", expected.error().message));
  AccountName name{.key_id = key.key_id(), .owner = key.owner(), .path = key.path()};
  CO_TRY(auto account, co_await vault_.open(std::move(name)));
  if (account->address != *expected) co_return fail(invalid_field("from", "is not the account of this key and path"));
  co_return account;
}

Result<std::string> Signer::chain_of(const std::string& network) const {
  if (const auto found = options_.chains.find(network); found != options_.chains.end()) return found->second;
  if (const money::Network* known = money::find_network(network)) return std::string(known->chain);
  if (money::ChainId::parse(network)) return network;
  return fail(invalid_field("network", "is not known"));
}

Error Signer::refuse(const Decision& decision) {
  metrics_.counter(kDenials, "Refusals of the signing policy", {{"rule", decision.rule}}).Increment();
  return denial(options_.policy, decision);
}

}  // namespace coffer::signer
