#pragma once

#include "services/chains/head_follower.h"

namespace coffer::chains {

/// What decides about a lane, as a quorum of nodes has it.
struct AccountFacts {
  std::uint64_t latest_nonce = 0;
  std::uint64_t pending_nonce = 0;
  std::uint64_t final_nonce = 0;
  U256 balance;
  BlockHeader head;
};

/// Nonces and balance of an account, from up to `quorum` nodes at once. With one node its word is the
/// quorum. UNAVAILABLE when none answers.
awaitable<Result<AccountFacts>> read_account(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads,
                                             evm::Address address);

struct TokenBalance {
  evm::Address owner;
  std::optional<evm::Address> contract;  // absent: the native coin
  U256 amount;
};

/// Native balances of all owners, and of every contract the ERC-20 balance, at the newest block. A
/// contract that answers with no amount counts as zero.
awaitable<Result<std::vector<TokenBalance>>> read_balances(const NetworkSettings& settings, NodePool& pool,
                                                           std::vector<evm::Address> owners,
                                                           std::vector<evm::Address> contracts);

}  // namespace coffer::chains
