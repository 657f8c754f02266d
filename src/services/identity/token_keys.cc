#include "services/identity/token_keys.h"

#include "domain/crypto/aead.h"

namespace coffer::identity {
namespace {

constexpr auto kAlgorithm = crypto::AeadAlgorithm::kXChaCha20Poly1305;
constexpr std::size_t kNonceSize = 24;

}  // namespace

TokenKeys::TokenKeys(Store& store, Secret<32> sealing_key, const Clock& clock, Entropy& entropy,
                     const Settings& settings)
    : store_(store), sealing_key_(std::move(sealing_key)), clock_(clock), entropy_(entropy), settings_(settings) {}

awaitable<Result<void>> TokenKeys::load() {
  CO_TRY(std::vector<TokenKeyRow> rows, co_await store_.token_keys());
  const Time now = clock_.now();
  if (rows.empty() || rows.front().created_at + settings_.token_key_lifetime < now) {
    CO_CHECK(co_await make_key());
    CO_TRY(rows, co_await store_.token_keys());
  }
  {
    const std::scoped_lock lock(mutex_);
    signers_.clear();
  }
  for (const TokenKeyRow& row : rows) {
    const bool may_have_live_tokens =
        row.created_at + 2 * settings_.token_key_lifetime + settings_.access_lifetime > now;
    if (may_have_live_tokens) CO_CHECK(open(row));
  }
  co_return Result<void>();
}

awaitable<Result<void>> TokenKeys::make_key() {
  Secret<32> seed;
  CO_CHECK(entropy_.fill(seed.expose_mutable()));
  const auto signer = crypto::JwsSigner::ed25519(seed, "JWT");
  Bytes sealed(kNonceSize);
  CO_CHECK(entropy_.fill(sealed));
  CO_TRY(const Bytes box,
         crypto::aead_seal(kAlgorithm, sealing_key_.expose(), sealed, as_bytes(signer.jwk().kid), seed.expose()));
  append(sealed, box);
  co_return co_await store_.insert_token_key(
      {.kid = signer.jwk().kid, .sealed_seed = std::move(sealed), .created_at = clock_.now()});
}

Result<void> TokenKeys::open(const TokenKeyRow& row) {
  const BytesView sealed = row.sealed_seed;
  if (sealed.size() < kNonceSize) return fail(internal("identity: a sealed token key is too short"));
  COFFER_TRY(const SecretBytes plain, crypto::aead_open(kAlgorithm, sealing_key_.expose(), sealed.first(kNonceSize),
                                                        as_bytes(row.kid), sealed.subspan(kNonceSize)));
  COFFER_TRY(const Secret<32> seed, Secret<32>::from(plain.expose()));
  const std::scoped_lock lock(mutex_);
  signers_.push_back(crypto::JwsSigner::ed25519(seed, "JWT"));
  return {};
}

Result<std::string> TokenKeys::sign(std::string_view claims) const {
  const std::scoped_lock lock(mutex_);
  if (signers_.empty()) return fail(internal("identity: no token key is loaded"));
  return signers_.front().sign(as_bytes(claims));
}

std::string TokenKeys::jwks() const {
  const std::scoped_lock lock(mutex_);
  std::string keys;
  for (const crypto::JwsSigner& signer : signers_) keys += (keys.empty() ? "" : ",") + crypto::print_jwk(signer.jwk());
  return R"({"keys":[)" + keys + "]}";
}

}  // namespace coffer::identity
