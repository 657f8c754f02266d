#pragma once

#include <map>
#include <mutex>

#include "services/chains/head_follower.h"

namespace coffer::chains {

/// What a call would need, or why it would not work.
struct EstimateFacts {
  std::uint64_t gas = 0;
  bool reverts = false;
  std::string revert_reason;
  Bytes revert_data;
  U256 l1_data_fee;
  bool insufficient_funds = false;
};

/// Asks nodes what a transaction would do. Safe from any thread.
class Estimator {
 public:
  Estimator(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads, const Clock& clock);
  /// UNAVAILABLE when no node answers.
  awaitable<Result<EstimateFacts>> estimate(CallObject call);

 private:
  awaitable<Result<bool>> is_plain_account(evm::Address address);
  awaitable<Result<U256>> l1_fee(CallObject call, std::uint64_t gas);

  const NetworkSettings& settings_;
  NodePool& pool_;
  HeadFollower& heads_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<evm::Address, Time> plain_until_;  // accounts that were seen without code
};

/// What an error of eth_estimateGas or eth_call means.
EstimateFacts read_refusal(const RpcError& error);

}  // namespace coffer::chains
