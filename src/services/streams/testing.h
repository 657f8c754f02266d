#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "coffer/chains/v1/chains.coffer.h"

/// For tests only.
namespace coffer::streams::testing {

template <class T>
using awaitable = boost::asio::awaitable<T>;

inline Error not_asked() { return internal("not a part of this test"); }

/// The chains service as far as streams ask it: which networks there are, and their heads.
class ScriptedChains final : public chains::v1::ChainsApi {
 public:
  std::vector<std::string> networks;
  /// Answers WatchHeads.
  std::function<Result<chains::v1::WatchHeadsReply>(const chains::v1::WatchHeadsRequest&)> heads;

  awaitable<Result<chains::v1::ListNetworksReply>> list_networks(const CallContext&,
                                                                 chains::v1::ListNetworksRequest) override {
    chains::v1::ListNetworksReply out;
    for (const std::string& network : networks) out.add_networks()->set_id(network);
    co_return out;
  }
  awaitable<Result<chains::v1::WatchHeadsReply>> watch_heads(const CallContext&,
                                                             chains::v1::WatchHeadsRequest request) override {
    co_return heads(request);
  }

  awaitable<Result<chains::v1::Network>> get_network(const CallContext&, chains::v1::GetNetworkRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::Fees>> get_fees(const CallContext&, chains::v1::GetFeesRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::Token>> get_token(const CallContext&, chains::v1::GetTokenRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::FaucetReply>> faucet(const CallContext&, chains::v1::FaucetRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::GetBalancesReply>> get_balances(const CallContext&,
                                                               chains::v1::GetBalancesRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::FindTokensReply>> find_tokens(const CallContext&,
                                                             chains::v1::FindTokensRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::AccountState>> get_account_state(const CallContext&,
                                                                chains::v1::GetAccountStateRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::EstimateCallReply>> estimate_call(const CallContext&,
                                                                 chains::v1::EstimateCallRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::BroadcastReply>> broadcast(const CallContext&, chains::v1::BroadcastRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::FindTransactionsReply>> find_transactions(const CallContext&,
                                                                         chains::v1::FindTransactionsRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::GetTransactionStatesReply>> get_transaction_states(
      const CallContext&, chains::v1::GetTransactionStatesRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::GetReceiptReply>> get_receipt(const CallContext&,
                                                             chains::v1::GetReceiptRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::ForwardReadReply>> forward_read(const CallContext&,
                                                               chains::v1::ForwardReadRequest) override {
    co_return fail(not_asked());
  }
};

}  // namespace coffer::streams::testing
