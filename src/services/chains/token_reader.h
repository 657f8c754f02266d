#pragma once

#include <map>
#include <mutex>
#include <string>

#include "services/chains/head_follower.h"

namespace coffer::chains {

struct TokenFacts {
  std::string standard;  // erc20, erc721, erc1155
  std::string name;
  std::string symbol;
  std::uint8_t decimals = 0;
  std::optional<U256> total_supply;
};

/// What token contracts say of themselves; kept for ten minutes. Safe from any thread.
class TokenReader {
 public:
  TokenReader(NodePool& pool, const Clock& clock);
  /// NOT_FOUND when there is no contract, or none that behaves as a token.
  awaitable<Result<TokenFacts>> read(evm::Address contract);

 private:
  struct Kept {
    TokenFacts facts;
    Time until;
  };
  NodePool& pool_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<evm::Address, Kept> kept_;
};

struct FoundToken {
  evm::Address owner;
  evm::Address contract;
  auto operator<=>(const FoundToken&) const = default;
};
struct FoundTokens {
  std::vector<FoundToken> tokens;
  std::uint64_t to_block = 0;
};
/// ERC-20 contracts that sent something to the owners from a block on; the range is halved where a node
/// refuses it, and cut after some requests.
awaitable<Result<FoundTokens>> find_tokens(NodePool& pool, HeadFollower& heads, std::vector<evm::Address> owners,
                                           std::uint64_t from_block);

}  // namespace coffer::chains
