#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/entropy.h"
#include "base/time.h"
#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/signer/v1/signer.coffer.h"
#include "coffer/wallets/v1/wallets.coffer.h"
#include "platform/async/task_group.h"
#include "platform/events/outbox.h"
#include "platform/events/relay.h"
#include "services/wallets/balance_watch.h"
#include "services/wallets/balances.h"
#include "services/wallets/creation.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// What the service needs; all of it outlives the service.
struct Dependencies {
  sql::Database& database;
  events::Outbox& outbox;
  chains::v1::ChainsApi& chains;
  signer::v1::SignerApi& signer;
  /// Delivers the events of transactions; what is mined changes balances.
  events::Relay& transactions;
  cache::Cache& cache;
  const Clock& clock;
  async::Sleeper& sleeper;
  Entropy& entropy;
};

/// The wallets service; see README.md.
class Wallets final : public v1::WalletsApi {
 public:
  Wallets(Dependencies dependencies, telemetry::Log log);

  /// Begins to watch balances; the group is joined before this object goes, and the relay has ended.
  void start(async::TaskGroup& tasks);

  awaitable<Result<v1::Wallet>> create_wallet(const CallContext& call, v1::CreateWalletRequest request) override;
  awaitable<Result<v1::ListWalletsReply>> list_wallets(const CallContext& call,
                                                       v1::ListWalletsRequest request) override;
  awaitable<Result<v1::Wallet>> get_wallet(const CallContext& call, v1::GetWalletRequest request) override;
  awaitable<Result<v1::Wallet>> update_wallet(const CallContext& call, v1::UpdateWalletRequest request) override;
  awaitable<Result<v1::Account>> create_account(const CallContext& call, v1::CreateAccountRequest request) override;
  awaitable<Result<v1::ListBalancesReply>> list_balances(const CallContext& call,
                                                         v1::ListBalancesRequest request) override;
  awaitable<Result<v1::Asset>> track_token(const CallContext& call, v1::TrackTokenRequest request) override;
  awaitable<Result<v1::UserWallet>> get_user_wallet(const CallContext& call, v1::GetUserWalletRequest request) override;
  awaitable<Result<v1::AccountRecord>> get_account(const CallContext& call, v1::GetAccountRequest request) override;
  awaitable<Result<v1::ListAccountsReply>> list_accounts(const CallContext& call,
                                                         v1::ListAccountsRequest request) override;

 private:
  awaitable<Result<void>> watch_networks(async::TaskGroup& tasks);
  awaitable<Result<void>> take(const events::Envelope& envelope);
  /// The networks named in a request, in its order; an unknown one is refused by its place.
  awaitable<Result<std::vector<chains::v1::Network>>> networks_of(CallContext call, std::vector<std::string> names);
  awaitable<Result<chains::v1::Network>> network_of(CallContext call, std::string name, std::string field);
  awaitable<Result<WalletRow>> owned_wallet(CallContext call, std::string wallet_id);

  /// One attempt: CONFLICT where the index is taken, also when somebody took it in between.
  awaitable<Result<v1::Account>> try_create_account(const CallContext& call, v1::CreateAccountRequest request);

  /// Seals the key of a new wallet; fills in what kind of key it is.
  awaitable<Result<void>> seal_key(CallContext call, v1::CreateWalletRequest& request, Origin origin,
                                   WalletRow& wallet);
  /// Accounts at these indexes (one per network), with their addresses.
  awaitable<Result<std::vector<AccountRow>>> derive_accounts(CallContext call, const WalletRow& wallet, Origin origin,
                                                             std::string watched_address,
                                                             std::vector<chains::v1::Network> networks,
                                                             std::int32_t index);
  awaitable<Result<void>> announce(sql::Transaction& transaction, const AccountRow& account);

  Dependencies d_;
  Store store_;
  Balances balances_;
  telemetry::Log log_;
  BalanceWatch watch_;
};

}  // namespace coffer::wallets
