#pragma once

#include <mutex>

#include "services/chains/fee_levels.h"
#include "services/chains/head_follower.h"

namespace coffer::chains {

/// What gas costs now, asked once a block. Safe from any thread.
class FeeReader {
 public:
  FeeReader(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads, const Clock& clock);

  struct Now {
    FeeLevels levels;
    std::uint64_t block = 0;
    Time as_of;
  };
  awaitable<Result<Now>> read();

 private:
  awaitable<Result<FeeLevels>> ask();

  const NetworkSettings& settings_;
  NodePool& pool_;
  HeadFollower& heads_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<Now> last_;
  evm::Hash last_hash_;
};

}  // namespace coffer::chains
