#pragma once

#include <memory>

#include "coffer/transactions/v1/transactions.coffer.h"
#include "services/transactions/funds.h"
#include "services/transactions/lane_engine.h"
#include "services/transactions/waiters.h"

namespace coffer::transactions {

struct Settings {
  LaneRules lanes;
  EngineSettings engine;
  /// Room that is added to an estimate of gas, in percent; plain transfers get none.
  std::uint64_t gas_margin_percent = 120;
  Duration default_wait = std::chrono::seconds{20};
  Duration longest_wait = std::chrono::seconds{60};
  bool operator==(const Settings&) const = default;
};

/// The service of intents and lanes. Safe from any thread.
class Transactions final : public v1::TransactionsApi {
 public:
  struct Services {
    sql::Database& database;
    events::Outbox& outbox;
    chains::v1::ChainsApi& chains;
    wallets::v1::WalletsApi& wallets;
    signer::v1::SignerApi& signer;
    const Clock& clock;
    async::Sleeper& sleeper;
    Entropy& entropy;
    telemetry::Metrics& metrics;
  };
  Transactions(Services services, Settings settings, telemetry::Log log);
  ~Transactions() override;

  /// Begins to work the lanes; the group is joined before this object goes.
  void start(async::TaskGroup& tasks);

  awaitable<Result<v1::Transaction>> create_transaction(const CallContext& call,
                                                        v1::CreateTransactionRequest request) override;
  awaitable<Result<v1::CreateTransactionsReply>> create_transactions(const CallContext& call,
                                                                     v1::CreateTransactionsRequest request) override;
  awaitable<Result<v1::Transaction>> get_transaction(const CallContext& call,
                                                     v1::GetTransactionRequest request) override;
  awaitable<Result<v1::ListTransactionsReply>> list_transactions(const CallContext& call,
                                                                 v1::ListTransactionsRequest request) override;
  awaitable<Result<v1::Estimate>> estimate_transaction(const CallContext& call,
                                                       v1::CreateTransactionRequest request) override;
  awaitable<Result<v1::Transaction>> speed_up_transaction(const CallContext& call,
                                                          v1::SpeedUpTransactionRequest request) override;
  awaitable<Result<v1::Transaction>> cancel_transaction(const CallContext& call,
                                                        v1::CancelTransactionRequest request) override;
  awaitable<Result<options::v1::RawReply>> get_receipt(const CallContext& call,
                                                       v1::GetTransactionRequest request) override;
  awaitable<Result<v1::Explanation>> explain_transaction(const CallContext& call,
                                                         v1::GetTransactionRequest request) override;
  awaitable<Result<v1::SignMessageReply>> sign_message(const CallContext& call,
                                                       v1::SignMessageRequest request) override;
  awaitable<Result<v1::VerifyMessageReply>> verify_message(const CallContext& call,
                                                           v1::VerifyMessageRequest request) override;
  awaitable<Result<v1::SignTransactionReply>> sign_transaction(const CallContext& call,
                                                               v1::SignTransactionRequest request) override;

 private:
  /// A request made ready to be stored, with what it was checked against.
  struct Draft {
    Intent intent;
    SigningAccount account;
    FeeMarket market;
    FeeTerms fees;
    bool reverts = false;
    std::string revert_reason;
    std::optional<Error> shortage;                    // what the balance clearly cannot cover
    std::optional<Error> denial;                      // what the policy said
    std::vector<std::unique_ptr<Funds::Hold>> holds;  // until it is stored
  };

  // create.cc
  awaitable<Result<SigningAccount>> own_account(const CallContext& call, std::string account_id);
  /// `always_estimate`: also where `gas_limit` is given.
  awaitable<Result<Draft>> draft(const CallContext& call, v1::CreateTransactionRequest request, bool always_estimate);
  awaitable<Result<void>> estimate_gas(Draft& draft, bool given);
  awaitable<Result<void>> check_funds(Draft& draft);
  awaitable<Result<void>> ask_policy(Draft& draft);
  /// What stands in the way of an intent, first things first; nothing where it may be stored.
  [[nodiscard]] static std::optional<Error> obstacle(const Draft& draft, const v1::CreateTransactionRequest& request);
  awaitable<Result<Intent>> create_intent(const CallContext& call, v1::CreateTransactionRequest request, bool send);
  awaitable<Result<Intent>> keep_rejected(Draft draft);
  awaitable<Result<std::vector<Intent>>> store_intents(std::vector<Intent> intents);
  awaitable<Result<Intent>> wait_for(Intent intent, Status wanted, Duration limit);
  awaitable<Result<std::optional<Intent>>> repeated(const CallContext& call, std::string key, ByteArray<32> hash);
  void written(const IntentWrite& write);

  // transactions.cc
  awaitable<Result<Intent>> own_intent(const CallContext& call, std::string id_or_hash);
  awaitable<Result<v1::Transaction>> message_of(Intent intent);
  /// Gives the lane a moment to send the attempt that was asked for; what there is by then is answered.
  awaitable<Result<v1::Transaction>> soon(Intent intent, AttemptKind kind, std::size_t attempts_before);
  awaitable<Result<void>> explain_funds(const Intent& intent, const ChainView& view, Situation& situation);

  Services services_;
  const Settings settings_;
  const telemetry::Log log_;
  Store store_;
  ChainPort chain_;
  Signing signing_;
  Funds funds_;
  Waiters waiters_;
  LaneEngine engine_;
};

}  // namespace coffer::transactions
