#include "apps/verify/key_house.h"

#include <stdexcept>

#include "domain/evm/signature.h"
#include "platform/async/run_blocking.h"
#include "platform/sql/migrations.h"
#include "platform/sql/sqlite.h"
#include "services/signer/hierarchy.h"

namespace coffer::verify {
namespace {

Secret<32> key_of(std::size_t sender) {
  Secret<32> out;
  out.expose_mutable().back() = static_cast<std::uint8_t>(sender + 1);
  return out;
}

/// What cannot fail here but for a bug.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

awaitable<Result<signer::KeyRing>> open_ring(sql::Database& vault, const Clock& clock, Entropy& entropy,
                                             async::Workers& workers) {
  CO_CHECK(co_await sql::migrate(vault, signer::migrations()));
  signer::Store store(vault);
  CO_TRY(const auto root, signer::RootSecret::key_file(SecretBytes::copy_of("a key file of the simulator alone")));
  co_return co_await signer::open_hierarchy({.store = store, .clock = clock, .entropy = entropy, .workers = workers},
                                            root);
}

awaitable<Result<void>> import_keys(signer::Signer& signer) {
  const CallContext call = CallContext::internal("wallets");
  for (std::size_t sender = 0; sender < kSenders; ++sender) {
    signer::v1::CreateKeyRequest request;
    request.set_key_id(KeyHouse::key_id(sender));
    request.set_owner("ann");
    request.set_private_key(std::string(as_text(key_of(sender).expose())));
    CO_CHECK(co_await signer.create_key(call, std::move(request)));
  }
  co_return Result<void>();
}

/// Opens each seal once, so that runs find the keys ready.
awaitable<Result<void>> warm_up(signer::Signer& signer, const std::array<evm::Address, kSenders>& addresses) {
  const CallContext call = CallContext::internal("transactions");
  for (std::size_t sender = 0; sender < kSenders; ++sender) {
    signer::v1::SignEvmMessageRequest request;
    request.mutable_key()->set_key_id(KeyHouse::key_id(sender));
    request.mutable_key()->set_owner("ann");
    request.set_from(addresses.at(sender).text());
    request.set_message("ready");
    CO_CHECK(co_await signer.sign_evm_message(call, std::move(request)));
  }
  co_return Result<void>();
}

}  // namespace

evm::Address KeyHouse::forbidden() {
  evm::Address out;
  out.bytes.fill(0xdd);
  return out;
}

KeyHouse::KeyHouse() : clock_(from_micros(1'800'000'000'000'000)) {
  for (std::size_t sender = 0; sender < kSenders; ++sender) {
    const auto key = must(context_.public_key(key_of(sender)));
    addresses_.at(sender) = must(evm::Address::from_public_key(key.uncompressed()));
  }
  const Executor executor = threads_.executor(0);
  vault_ = must(sql::open_sqlite(executor, {}));
  auto ring = must(async::run_blocking(executor, open_ring(*vault_, clock_, entropy_, workers_)));
  signer::Policy policy;
  policy.deny.insert(forbidden());
  signer_ = must(signer::Signer::create(*vault_, std::move(ring), clock_, entropy_, workers_, metrics_,
                                        {.policy = std::move(policy),
                                         .chains = {{"devnet", "eip155:31337"}},
                                         .cache = {.cached_accounts = 16, .cached_for = std::chrono::hours(24)}}));
  must(async::run_blocking(executor, import_keys(*signer_)));
  must(async::run_blocking(executor, warm_up(*signer_, addresses_)));
}

Bytes KeyHouse::sign_outside(std::size_t sender, const evm::Transaction& transaction) const {
  const Secret<32> key = key_of(sender);
  const auto signature =
      must(evm::sign_hash(context_, key, must(context_.public_key(key)), evm::signing_hash(transaction)));
  return evm::encode(must(evm::attach_signature(transaction, signature)));
}

}  // namespace coffer::verify
