#pragma once

#include "platform/async/semaphore.h"
#include "platform/async/sleeper.h"
#include "services/chains/head_follower.h"

namespace coffer::chains {

/// Gives away coins of a development chain, from the accounts that its node keeps unlocked.
class Faucet {
 public:
  Faucet(NodePool& pool, HeadFollower& heads, async::Sleeper& sleeper);
  /// Adds exactly `amount` wei and returns the balance once the transfer is on chain.
  awaitable<Result<U256>> give(evm::Address to, U256 amount);

 private:
  awaitable<Result<std::string>> richest(const U256& amount);
  awaitable<Result<std::string>> send(evm::Address to, U256 amount);

  NodePool& pool_;
  HeadFollower& heads_;
  async::Sleeper& sleeper_;
  async::Semaphore one_at_a_time_;
};

}  // namespace coffer::chains
