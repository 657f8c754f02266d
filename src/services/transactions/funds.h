#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "services/transactions/chain_port.h"

namespace coffer::transactions {

/// Whether accounts can clearly not pay for what is asked: balance minus what live intents may still
/// take, minus what other requests are just about to store. What is kept for a moment only ever says
/// yes; a no is always read afresh. It decides about answers to callers, not about nonces: that is the
/// lane's admission. Safe from any thread.
class Funds {
  struct State;

 public:
  Funds(Store& store, ChainPort& chain, const Clock& clock);

  /// What a request has set aside until its intent is stored; given back when destroyed.
  class Hold {
   public:
    Hold(std::shared_ptr<State> state, LaneKey key, std::string intent_id);
    Hold(Hold&&) noexcept = default;
    Hold& operator=(Hold&&) noexcept = delete;
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold();

   private:
    std::shared_ptr<State> state_;
    LaneKey key_;
    std::string intent_id_;
  };

  struct Free {
    U256 available;
    bool enough = true;
    std::unique_ptr<Hold> hold = {};  // when enough
  };
  /// The native coin of a sender against what an intent needs.
  awaitable<Result<Free>> native(LaneKey key, std::string intent_id, U256 needed, FeeMarket market);
  /// One ERC-20 of a sender.
  awaitable<Result<Free>> asset(LaneKey key, std::string intent_id, evm::Address contract, U256 needed,
                                FeeMarket market);

 private:
  Store& store_;
  ChainPort& chain_;
  const Clock& clock_;
  std::shared_ptr<State> state_;
};

/// What is free of a balance for somebody who comes after these pledges; those that the chain has
/// mined already are no longer in the balance.
U256 free_of(const U256& balance, const std::vector<Store::Pledge>& pledges, std::uint64_t latest_nonce);

}  // namespace coffer::transactions
