#pragma once

#include <map>
#include <mutex>
#include <string>

#include "coffer/signer/v1/signer.coffer.h"
#include "coffer/transactions/v1/transactions.pb.h"
#include "coffer/wallets/v1/wallets.coffer.h"
#include "domain/evm/transaction.h"
#include "services/transactions/chain_port.h"
#include "services/transactions/intent.h"

namespace coffer::transactions {

/// An account as far as sending from it goes; it never changes.
struct SigningAccount {
  std::string id;
  std::string owner;
  std::string network;  // short id
  evm::Address address;
  std::string key_id;  // empty: watched only
  std::string path;
};

/// What an attempt signs: of the intent, or nothing to oneself for a cancel or a filler.
evm::Transaction unsigned_attempt(const Intent* intent, AttemptKind kind, const evm::Address& sender,
                                  std::uint64_t nonce, const FeeTerms& fees, std::uint64_t chain_id);
/// The gas of an attempt that only uses up its nonce.
inline constexpr std::uint64_t kEmptyGas = 21000;

/// The signer's verdict as effects of the contract, and what names them: SHA-256 over their bytes.
v1::Effects effects_of(const signer::v1::PolicyVerdict& verdict);
ByteArray<32> effects_hash(const v1::Effects& effects);

/// Accounts and their signatures, through the services that own them. Safe from any thread.
class Signing {
 public:
  Signing(wallets::v1::WalletsApi& wallets, signer::v1::SignerApi& signer);

  /// NOT_FOUND as the wallets service says it.
  awaitable<Result<SigningAccount>> account(std::string account_id);
  /// What the policy says before anything is signed; a denial is a value.
  awaitable<Result<signer::v1::PolicyVerdict>> evaluate(SigningAccount account, const Intent& intent);

  struct Signed {
    Bytes raw;
    evm::Hash hash;
    ByteArray<32> effect_hash{};
  };
  /// POLICY_DENIED when the signer refuses, UNAVAILABLE when it does not answer.
  awaitable<Result<Signed>> sign(SigningAccount account, evm::Transaction transaction, std::string intent_id,
                                 AttemptKind kind);
  struct SignedMessage {
    Bytes signature;
    signer::v1::PolicyVerdict verdict;
  };
  awaitable<Result<SignedMessage>> sign_message(SigningAccount account, std::optional<std::string> message,
                                                std::string typed_data, std::string intent_id);

 private:
  wallets::v1::WalletsApi& wallets_;
  signer::v1::SignerApi& signer_;
  const CallContext call_;
  std::mutex mutex_;
  std::map<std::string, SigningAccount> accounts_;
};

}  // namespace coffer::transactions
