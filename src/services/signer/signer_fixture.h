#pragma once

#include <gtest/gtest.h>

#include "domain/evm/transaction.h"
#include "platform/sql/testing/engines.h"
#include "services/signer/hierarchy.h"
#include "services/signer/signer.h"

/// For this module's tests: a signer over an empty database of each engine, with one imported seed.
namespace coffer::signer {

inline constexpr std::string_view kTestMnemonic = "test test test test test test test test test test test junk";
inline constexpr std::string_view kTestPath = "m/44'/60'/0'/0/0";
inline constexpr std::string_view kTestAccount = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

/// What a coroutine answers where its type has no default value, which running it to its end asks for.
template <class T>
awaitable<std::shared_ptr<T>> boxed(awaitable<T> body) {
  co_return std::make_shared<T>(co_await std::move(body));
}

class SignerOnEveryEngine : public sql::testing::OnEveryEngine {
 protected:
  SignerOnEveryEngine() : OnEveryEngine({migrations()}) { restart({}); }

  /// As after a new start of the program: the same rows, nothing in memory.
  void restart(Policy policy) {
    Store store(database());
    const auto root = RootSecret::key_file(SecretBytes::copy_of("0123456789abcdef0123456789abcdef")).value();
    const HierarchyTools tools{.store = store, .clock = clock_, .entropy = entropy_, .workers = workers_};
    KeyRing ring = std::move(run(boxed(open_hierarchy(tools, root)))->value());
    SignerOptions options{.policy = std::move(policy), .chains = {{"devnet", "eip155:31337"}}, .cache = {}};
    signer_ =
        Signer::create(database(), std::move(ring), clock_, entropy_, workers_, metrics_, std::move(options)).value();
  }

  Result<v1::CreateKeyReply> create(v1::CreateKeyRequest request) {
    if (request.key_id().empty()) request.set_key_id("wallet");
    if (request.owner().empty()) request.set_owner("owner");
    return run(signer_->create_key(call_, std::move(request)));
  }

  void import_test_seed() {
    v1::CreateKeyRequest request;
    request.set_mnemonic(std::string(kTestMnemonic));
    ASSERT_TRUE(create(std::move(request)));
  }

  static v1::KeyReference reference(const std::string& owner = "owner") {
    v1::KeyReference key;
    key.set_key_id("wallet");
    key.set_owner(owner);
    key.set_path(std::string(kTestPath));
    return key;
  }

  static v1::SignEvmTransactionRequest signing(const evm::Transaction& transaction,
                                               const std::string& intent = "intent") {
    v1::SignEvmTransactionRequest request;
    *request.mutable_key() = reference();
    request.set_from(std::string(kTestAccount));
    request.set_network("devnet");
    request.set_unsigned_transaction(std::string(as_text(evm::encode_unsigned(transaction))));
    request.set_intent_id(intent);
    request.set_attempt_kind("original");
    return request;
  }

  Result<v1::SignEvmTransactionReply> sign(v1::SignEvmTransactionRequest request) {
    return run(signer_->sign_evm_transaction(call_, std::move(request)));
  }

  /// The rule that refused; "signed" when nothing did.
  std::string rule_of(v1::SignEvmTransactionRequest request) {
    const auto reply = sign(std::move(request));
    if (reply) return "signed";
    EXPECT_EQ(reply.error().code, ErrorCode::kPolicyDenied) << reply.error().message;
    return reply.error().details.at("rule");
  }

  CallContext call_ = CallContext::internal("transactions");
  ManualClock clock_{from_micros(1'700'000'000'000'000)};
  SeededEntropy entropy_{7};
  async::Workers workers_{1};
  telemetry::Metrics metrics_;
  std::unique_ptr<Signer> signer_;
};

/// A payment of `amount` wei on chain 31337.
inline evm::Transaction payment(const U256& amount) {
  evm::Transaction out;
  out.chain_id = 31337;
  out.nonce = 3;
  out.max_priority_fee_per_gas = 1'000'000'000;
  out.max_fee_per_gas = 20'000'000'000;
  out.gas_limit = 21'000;
  out.to = evm::Address::parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8").value();
  out.value = amount;
  return out;
}

}  // namespace coffer::signer
