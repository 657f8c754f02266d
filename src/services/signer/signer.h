#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/entropy.h"
#include "base/time.h"
#include "coffer/signer/v1/signer.coffer.h"
#include "platform/async/workers.h"
#include "platform/telemetry/metrics.h"
#include "services/signer/policy.h"
#include "services/signer/vault.h"

namespace coffer::signer {

/// What the signer is given besides its keys.
struct SignerOptions {
  Policy policy;
  /// CAIP-2 by the ids under which configuration knows networks; others are looked up in domain/money.
  std::map<std::string, std::string, std::less<>> chains;
  Vault::Limits cache;
};

/// Implements the contract of api/coffer/signer/v1: keys that never leave. Every signature is of bytes that were
/// decoded here, that the policy agreed to, and that was recovered to its account before it is answered.
class Signer final : public v1::SignerApi {
 public:
  /// Fails when there is no entropy for blinding the curve's arithmetic.
  static Result<std::unique_ptr<Signer>> create(sql::Database& database, KeyRing ring, const Clock& clock,
                                                Entropy& entropy, async::Workers& workers, telemetry::Metrics& metrics,
                                                SignerOptions options);

  awaitable<Result<v1::CreateKeyReply>> create_key(const CallContext& call, v1::CreateKeyRequest request) override;
  awaitable<Result<v1::DeriveAddressesReply>> derive_addresses(const CallContext& call,
                                                               v1::DeriveAddressesRequest request) override;
  awaitable<Result<v1::SignEvmTransactionReply>> sign_evm_transaction(const CallContext& call,
                                                                      v1::SignEvmTransactionRequest request) override;
  awaitable<Result<v1::SignEvmMessageReply>> sign_evm_message(const CallContext& call,
                                                              v1::SignEvmMessageRequest request) override;
  awaitable<Result<v1::PolicyVerdict>> evaluate_policy(const CallContext& call,
                                                       v1::EvaluatePolicyRequest request) override;

 private:
  Signer(sql::Database& database, KeyRing ring, crypto::secp256k1::Context context, const Clock& clock,
         Entropy& entropy, async::Workers& workers, telemetry::Metrics& metrics, SignerOptions options);

  struct Subject {
    std::string owner;
    std::string intent_id;
    std::string chain;  // CAIP-2; empty where a message names none
    evm::Address account;
  };
  enum class Recording { kNo, kYes };

  /// The rules that need no history, then the daily limits; records what is let go when asked to.
  awaitable<Result<Decision>> decide(Subject subject, const evm::Effects& effects, Recording recording);
  /// The account of a key reference, which must be the one the caller expects.
  awaitable<Result<std::shared_ptr<const Account>>> open_account(const v1::KeyReference& key, std::string from);
  Result<std::string> chain_of(const std::string& network) const;
  Error refuse(const Decision& decision);

  Store store_;
  const Clock& clock_;
  Entropy& entropy_;
  async::Workers& workers_;
  SignerOptions options_;
  Vault vault_;
  telemetry::Metrics& metrics_;
  telemetry::Counter& transactions_signed_;
  telemetry::Counter& messages_signed_;
};

}  // namespace coffer::signer
