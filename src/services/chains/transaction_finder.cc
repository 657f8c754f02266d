#include "services/chains/transaction_finder.h"

#include <algorithm>
#include <map>

namespace coffer::chains {
namespace {

constexpr std::uint64_t kBlocksAtOnce = 10;

}  // namespace

awaitable<Result<FoundTransactions>> find_transactions(NodePool& pool, HeadFollower& heads, evm::Address sender,
                                                       std::uint64_t first_nonce, std::uint64_t last_nonce,
                                                       std::uint64_t max_blocks) {
  CO_TRY(const HeadFollower::View view, co_await heads.current());
  std::map<std::uint64_t, FoundTransaction> found;
  const std::uint64_t wanted = last_nonce - first_nonce + 1;
  const std::uint64_t lowest = view.head.number >= max_blocks ? view.head.number - max_blocks + 1 : 0;
  std::uint64_t above = view.head.number + 1;
  while (found.size() < wanted && above > lowest) {
    const std::uint64_t begin = std::max(lowest, above >= kBlocksAtOnce ? above - kBlocksAtOnce : 0);
    std::vector<RpcCall> calls;
    for (std::uint64_t number = begin; number < above; ++number) calls.push_back(get_block(block_tag(number), true));
    CO_TRY(const std::vector<RpcReply> replies, co_await pool.ask(std::move(calls)));
    for (std::uint64_t i = 0; i < replies.size(); ++i) {
      CO_TRY(const std::string text, expect_result(replies[i]));
      CO_TRY(std::vector<BlockTransaction> transactions, read_block_transactions(text));
      for (BlockTransaction& transaction : transactions) {
        const std::uint64_t nonce = transaction.nonce;
        if (transaction.from != sender || nonce < first_nonce || nonce > last_nonce) continue;
        found.insert_or_assign(nonce, FoundTransaction{std::move(transaction), begin + i});
      }
    }
    above = begin;
  }
  FoundTransactions out;
  out.complete = found.size() == wanted;
  for (auto& [nonce, transaction] : found) out.found.push_back(std::move(transaction));
  co_return out;
}

}  // namespace coffer::chains
