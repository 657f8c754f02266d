#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "coffer/chains/v1/chains.coffer.h"
#include "platform/async/sleeper.h"
#include "platform/async/task_group.h"
#include "platform/http/client.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/chains/network.h"
#include "services/chains/node.h"

namespace coffer::chains {

struct EvmNetwork;

/// The service that talks to nodes; the only one. Safe from any thread.
class Chains final : public v1::ChainsApi {
 public:
  /// The networks by HTTP. Everything passed by reference outlives it.
  Chains(std::vector<NetworkSettings> networks, http::Client& client, const Clock& clock, async::Sleeper& sleeper,
         telemetry::Log log, telemetry::Metrics& metrics);

  /// A network with the nodes that reach it, in the order of its endpoints; for tests and simulators.
  struct Wired {
    NetworkSettings settings;
    std::vector<std::unique_ptr<Node>> nodes;
  };
  Chains(std::vector<Wired> networks, const Clock& clock, async::Sleeper& sleeper, telemetry::Log log,
         telemetry::Metrics& metrics);
  ~Chains() override;
  Chains(const Chains&) = delete;
  Chains& operator=(const Chains&) = delete;

  /// Begins to follow the heads; the group is joined before this object goes.
  void start(async::TaskGroup& tasks);

  awaitable<Result<v1::ListNetworksReply>> list_networks(const CallContext& call,
                                                         v1::ListNetworksRequest request) override;
  awaitable<Result<v1::Network>> get_network(const CallContext& call, v1::GetNetworkRequest request) override;
  awaitable<Result<v1::Fees>> get_fees(const CallContext& call, v1::GetFeesRequest request) override;
  awaitable<Result<v1::Token>> get_token(const CallContext& call, v1::GetTokenRequest request) override;
  awaitable<Result<v1::FaucetReply>> faucet(const CallContext& call, v1::FaucetRequest request) override;
  awaitable<Result<v1::GetBalancesReply>> get_balances(const CallContext& call,
                                                       v1::GetBalancesRequest request) override;
  awaitable<Result<v1::FindTokensReply>> find_tokens(const CallContext& call, v1::FindTokensRequest request) override;
  awaitable<Result<v1::AccountState>> get_account_state(const CallContext& call,
                                                        v1::GetAccountStateRequest request) override;
  awaitable<Result<v1::EstimateCallReply>> estimate_call(const CallContext& call,
                                                         v1::EstimateCallRequest request) override;
  awaitable<Result<v1::BroadcastReply>> broadcast(const CallContext& call, v1::BroadcastRequest request) override;
  awaitable<Result<v1::FindTransactionsReply>> find_transactions(const CallContext& call,
                                                                 v1::FindTransactionsRequest request) override;
  awaitable<Result<v1::GetTransactionStatesReply>> get_transaction_states(
      const CallContext& call, v1::GetTransactionStatesRequest request) override;
  awaitable<Result<v1::GetReceiptReply>> get_receipt(const CallContext& call, v1::GetReceiptRequest request) override;
  awaitable<Result<v1::WatchHeadsReply>> watch_heads(const CallContext& call, v1::WatchHeadsRequest request) override;
  awaitable<Result<v1::ForwardReadReply>> forward_read(const CallContext& call,
                                                       v1::ForwardReadRequest request) override;

 private:
  /// By short id or CAIP-2; VALIDATION_ERROR for a network that is not configured.
  [[nodiscard]] Result<EvmNetwork*> find(std::string_view id_or_chain) const;
  /// The same as NOT_FOUND, for a network that is part of a path.
  [[nodiscard]] Result<EvmNetwork*> find_in_path(std::string_view id_or_chain) const;

  std::vector<std::unique_ptr<EvmNetwork>> networks_;  // by id
};

}  // namespace coffer::chains
