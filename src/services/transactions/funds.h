#pragma once

#include <map>
#include <mutex>

#include "services/transactions/chain_port.h"

namespace coffer::transactions {

/// Whether accounts can clearly not pay for what is asked: balance minus what live intents may still
/// take. What is kept for a moment only ever says yes; a no is always read afresh. It decides about
/// answers to callers, not about nonces: that is the lane's admission.
class Funds {
 public:
  Funds(Store& store, ChainPort& chain, const Clock& clock);

  struct Free {
    U256 available;
    bool enough = true;
  };
  /// The native coin of a sender against what an intent needs; when enough it counts as pledged at once.
  awaitable<Result<Free>> native(LaneKey key, U256 needed, FeeMarket market);
  /// One ERC-20 of a sender.
  awaitable<Result<Free>> asset(LaneKey key, evm::Address contract, U256 needed, FeeMarket market);

 private:
  struct Kept {
    U256 free;
    Time until;
  };
  bool take_kept(const LaneKey& key, const U256& needed, Free& out);

  Store& store_;
  ChainPort& chain_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<LaneKey, Kept> kept_;
};

}  // namespace coffer::transactions
