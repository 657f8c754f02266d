#pragma once

#include <deque>
#include <map>
#include <mutex>

#include "services/chains/head_follower.h"

namespace coffer::chains {

/// Where one transaction stands.
struct TransactionFacts {
  enum class Place : std::uint8_t { kUnknown, kPending, kMined };
  Place place = Place::kUnknown;
  Receipt receipt;  // of a mined one
  std::string revert_reason;
};

/// Finds transactions on the chain. A receipt is believed as long as its block is on the line that the
/// follower believes; one node's lack of it is not, the others are asked as well, and `unknown` is said
/// only when every healthy node says so. Safe from any thread.
class StateReader {
 public:
  StateReader(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads);

  awaitable<Result<std::vector<TransactionFacts>>> read(std::vector<evm::Hash> hashes);

 private:
  awaitable<Result<void>> read_receipts(const std::vector<evm::Hash>& hashes, std::vector<std::size_t> open,
                                        std::vector<TransactionFacts>& out);
  awaitable<Result<void>> read_pool(const std::vector<evm::Hash>& hashes, std::vector<std::size_t> open,
                                    std::vector<TransactionFacts>& out);
  /// Whether it shows the transaction in a block of the believed line; fills in the facts then.
  awaitable<Result<bool>> take_receipt(evm::Hash hash, RpcReply reply, TransactionFacts& facts);
  awaitable<std::string> reason_of(evm::Hash hash, std::uint64_t block);
  [[nodiscard]] std::optional<TransactionFacts> remembered(const evm::Hash& hash) const;
  void remember(const evm::Hash& hash, const TransactionFacts& facts);

  const NetworkSettings& settings_;
  NodePool& pool_;
  HeadFollower& heads_;
  mutable std::mutex mutex_;
  std::map<evm::Hash, TransactionFacts> cache_;
  std::deque<evm::Hash> order_;
};

}  // namespace coffer::chains
