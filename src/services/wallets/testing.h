#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "coffer/chains/v1/chains.coffer.h"

/// For tests only.
namespace coffer::wallets::testing {

template <class T>
using awaitable = boost::asio::awaitable<T>;

inline Error not_asked() { return internal("not a part of this test"); }

/// The chains service as far as discovery asks it: which tokens arrived, and what they are.
class TokenChains : public chains::v1::ChainsApi {
 public:
  static constexpr std::int64_t kHead = 20;

  std::vector<std::string> arrived;
  std::string standard;  // of every token; empty: no node answers

  awaitable<Result<chains::v1::FindTokensReply>> find_tokens(const CallContext&,
                                                             chains::v1::FindTokensRequest request) override {
    chains::v1::FindTokensReply out;
    out.set_to_block(kHead);
    for (const std::string& contract : arrived) {
      out.add_tokens()->set_contract(contract);
      out.mutable_tokens()->rbegin()->set_address(request.addresses(0));
    }
    co_return out;
  }
  awaitable<Result<chains::v1::Token>> get_token(const CallContext&, chains::v1::GetTokenRequest request) override {
    if (standard.empty()) co_return fail(unavailable("no node answers"));
    chains::v1::Token out;
    out.set_address(request.address());
    out.set_standard(standard);
    out.set_symbol("TCN");
    out.set_decimals(6);
    co_return out;
  }

  awaitable<Result<chains::v1::ListNetworksReply>> list_networks(const CallContext&,
                                                                 chains::v1::ListNetworksRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::WatchHeadsReply>> watch_heads(const CallContext&,
                                                             chains::v1::WatchHeadsRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::Network>> get_network(const CallContext&, chains::v1::GetNetworkRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::Fees>> get_fees(const CallContext&, chains::v1::GetFeesRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::FaucetReply>> faucet(const CallContext&, chains::v1::FaucetRequest) override {
    co_return fail(not_asked());
  }
  awaitable<Result<chains::v1::GetBalancesReply>> get_balances(const CallContext&,
                                                               chains::v1::GetBalancesRequest) override {
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

}  // namespace coffer::wallets::testing
