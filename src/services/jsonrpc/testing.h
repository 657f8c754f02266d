#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/jsonrpc/json_rpc.h"

/// For tests only: the services beside this one, as far as it asks them.
namespace coffer::jsonrpc::testing {

inline std::unexpected<Error> not_asked() { return fail(internal("not a part of this test")); }

/// One network, `ethereum` with chain id 31337, and what its node answers.
class FakeChains final : public chains::v1::ChainsApi {
 public:
  std::map<std::string, std::string> reads{{"eth_blockNumber", "\"0x10\""}};
  std::map<std::string, std::string> errors;  // as the node says them
  chains::v1::BroadcastResult broadcast_result;
  std::vector<chains::v1::ForwardReadRequest> forwarded;
  std::vector<CallContext> callers;
  std::vector<std::string> broadcasts;

  awaitable<Result<chains::v1::Network>> get_network(const CallContext&,
                                                     chains::v1::GetNetworkRequest request) override;
  awaitable<Result<chains::v1::ForwardReadReply>> forward_read(const CallContext& call,
                                                               chains::v1::ForwardReadRequest request) override;
  awaitable<Result<chains::v1::BroadcastReply>> broadcast(const CallContext& call,
                                                          chains::v1::BroadcastRequest request) override;

  using Networks = chains::v1::ListNetworksReply;
  awaitable<Result<Networks>> list_networks(const CallContext&, chains::v1::ListNetworksRequest) override;
  awaitable<Result<chains::v1::Fees>> get_fees(const CallContext&, chains::v1::GetFeesRequest) override;
  awaitable<Result<chains::v1::Token>> get_token(const CallContext&, chains::v1::GetTokenRequest) override;
  awaitable<Result<chains::v1::FaucetReply>> faucet(const CallContext&, chains::v1::FaucetRequest) override;
  awaitable<Result<chains::v1::GetBalancesReply>> get_balances(const CallContext&,
                                                               chains::v1::GetBalancesRequest) override;
  awaitable<Result<chains::v1::FindTokensReply>> find_tokens(const CallContext&,
                                                             chains::v1::FindTokensRequest) override;
  awaitable<Result<chains::v1::AccountState>> get_account_state(const CallContext&,
                                                                chains::v1::GetAccountStateRequest) override;
  awaitable<Result<chains::v1::EstimateCallReply>> estimate_call(const CallContext&,
                                                                 chains::v1::EstimateCallRequest) override;
  awaitable<Result<chains::v1::FindTransactionsReply>> find_transactions(const CallContext&,
                                                                         chains::v1::FindTransactionsRequest) override;
  awaitable<Result<chains::v1::GetTransactionStatesReply>> get_transaction_states(
      const CallContext&, chains::v1::GetTransactionStatesRequest) override;
  awaitable<Result<chains::v1::GetReceiptReply>> get_receipt(const CallContext&,
                                                             chains::v1::GetReceiptRequest) override;
  awaitable<Result<chains::v1::WatchHeadsReply>> watch_heads(const CallContext&,
                                                             chains::v1::WatchHeadsRequest) override;
};

/// Accounts by owner; all on `ethereum`.
class FakeWallets final : public wallets::v1::WalletsApi {
 public:
  void add(const std::string& owner, const std::string& id, const evm::Address& address, bool watched = false);
  awaitable<Result<wallets::v1::ListAccountsReply>> list_accounts(const CallContext& call,
                                                                  wallets::v1::ListAccountsRequest request) override;

  awaitable<Result<wallets::v1::Wallet>> create_wallet(const CallContext&, wallets::v1::CreateWalletRequest) override;
  awaitable<Result<wallets::v1::ListWalletsReply>> list_wallets(const CallContext&,
                                                                wallets::v1::ListWalletsRequest) override;
  awaitable<Result<wallets::v1::Wallet>> get_wallet(const CallContext&, wallets::v1::GetWalletRequest) override;
  awaitable<Result<wallets::v1::Wallet>> update_wallet(const CallContext&, wallets::v1::UpdateWalletRequest) override;
  awaitable<Result<wallets::v1::Account>> create_account(const CallContext&,
                                                         wallets::v1::CreateAccountRequest) override;
  awaitable<Result<wallets::v1::ListBalancesReply>> list_balances(const CallContext&,
                                                                  wallets::v1::ListBalancesRequest) override;
  awaitable<Result<wallets::v1::Asset>> track_token(const CallContext&, wallets::v1::TrackTokenRequest) override;
  awaitable<Result<wallets::v1::UserWallet>> get_user_wallet(const CallContext&,
                                                             wallets::v1::GetUserWalletRequest) override;
  awaitable<Result<wallets::v1::AccountRecord>> get_account(const CallContext&,
                                                            wallets::v1::GetAccountRequest) override;

 private:
  std::map<std::string, wallets::v1::ListAccountsReply> accounts_;
};

/// Records what is asked of it and answers what it is told.
class FakeTransactions final : public transactions::v1::TransactionsApi {
 public:
  Result<transactions::v1::Transaction> created = not_asked();
  Result<std::string> signed_raw = not_asked();
  std::map<std::string, transactions::v1::Transaction> by_hash;
  std::vector<transactions::v1::CreateTransactionRequest> asked;
  std::vector<transactions::v1::SignMessageRequest> messages;
  std::vector<CallContext> callers;

  awaitable<Result<transactions::v1::Transaction>> create_transaction(
      const CallContext& call, transactions::v1::CreateTransactionRequest request) override;
  awaitable<Result<transactions::v1::SignTransactionReply>> sign_transaction(
      const CallContext& call, transactions::v1::SignTransactionRequest request) override;
  awaitable<Result<transactions::v1::SignMessageReply>> sign_message(
      const CallContext& call, transactions::v1::SignMessageRequest request) override;
  awaitable<Result<transactions::v1::Transaction>> get_transaction(
      const CallContext& call, transactions::v1::GetTransactionRequest request) override;

  using Batch = transactions::v1::CreateTransactionsReply;
  awaitable<Result<Batch>> create_transactions(const CallContext&,
                                               transactions::v1::CreateTransactionsRequest) override;
  using Page = transactions::v1::ListTransactionsReply;
  awaitable<Result<Page>> list_transactions(const CallContext&, transactions::v1::ListTransactionsRequest) override;
  awaitable<Result<transactions::v1::Estimate>> estimate_transaction(
      const CallContext&, transactions::v1::CreateTransactionRequest) override;
  awaitable<Result<transactions::v1::Transaction>> speed_up_transaction(
      const CallContext&, transactions::v1::SpeedUpTransactionRequest) override;
  awaitable<Result<transactions::v1::Transaction>> cancel_transaction(
      const CallContext&, transactions::v1::CancelTransactionRequest) override;
  awaitable<Result<options::v1::RawReply>> get_receipt(const CallContext&,
                                                       transactions::v1::GetTransactionRequest) override;
  awaitable<Result<transactions::v1::Explanation>> explain_transaction(
      const CallContext&, transactions::v1::GetTransactionRequest) override;
  awaitable<Result<transactions::v1::VerifyMessageReply>> verify_message(
      const CallContext&, transactions::v1::VerifyMessageRequest) override;
};

/// The service between the fakes; `alice` has the account `a1`.
class JsonRpcTest : public ::testing::Test {
 protected:
  JsonRpcTest();

  /// The HTTP answer to a body.
  Result<options::v1::RawReply> post(const std::string& body, const std::string& network = "ethereum");
  nlohmann::json answer(const std::string& body);
  /// The response object to one request.
  nlohmann::json ask(const std::string& method, const nlohmann::json& params = nlohmann::json::array());
  static int code_of(const nlohmann::json& response) { return response.at("error").at("code").get<int>(); }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  CallContext call_;
  FakeChains chains_;
  FakeWallets wallets_;
  FakeTransactions transactions_;
  JsonRpc rpc_{{.chains = chains_, .wallets = wallets_, .transactions = transactions_, .clock = clock_}};
};

/// The account `a1`.
evm::Address alices_address();
inline constexpr char kSomebody[] = "0x1111111111111111111111111111111111111111";

}  // namespace coffer::jsonrpc::testing
