#pragma once

#include "services/chains/head_follower.h"

namespace coffer::chains {

struct FoundTransaction {
  BlockTransaction transaction;
  std::uint64_t block_number = 0;
};
struct FoundTransactions {
  std::vector<FoundTransaction> found;  // by nonce
  bool complete = false;
};
/// What a sender has on chain under these nonces, reading at most `max_blocks` back from the head.
awaitable<Result<FoundTransactions>> find_transactions(NodePool& pool, HeadFollower& heads, evm::Address sender,
                                                       std::uint64_t first_nonce, std::uint64_t last_nonce,
                                                       std::uint64_t max_blocks);

}  // namespace coffer::chains
