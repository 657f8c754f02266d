#pragma once

#include "apps/verify/model_node.h"
#include "apps/verify/timeline.h"

namespace coffer::verify {

/// Nodes around one chain: blocks come and reach the nodes at different times, pools gossip, miners
/// take what they like, branches win and lose.
class ModelNetwork {
 public:
  static constexpr std::size_t kNodes = 3;
  static constexpr Duration kBlockTime = std::chrono::seconds{2};

  ModelNetwork(Timeline& timeline, std::uint64_t seed);

  /// Mines a first block that every node has, and goes on.
  void begin();
  [[nodiscard]] const ModelChain& chain() const { return chain_; }
  [[nodiscard]] ModelNode& node(std::size_t index) { return *nodes_.at(index); }

  /// What one node answers to a request now; what its pool takes is told to the others later.
  std::vector<chains::RpcReply> serve(std::size_t node, const std::vector<chains::RpcCall>& calls);
  /// Somebody who is not Coffer gives a transaction to one node.
  void inject(std::size_t node, const TransactionPointer& transaction);
  /// Coins from outside, in the next block.
  void fund(const evm::Address& address, const U256& amount) { credits_.emplace_back(address, amount); }
  /// Another branch of `depth` + 1 blocks replaces the newest `depth` ones.
  void reorganise(std::uint64_t depth);
  /// The base fee is that many times what it was, until then.
  void spike(std::uint64_t factor, Time until);
  /// From now on every miner takes the best offers at once, and nothing is out of the ordinary.
  void calm();

  /// Called after each change of the chain's head.
  std::function<void()> on_head = [] {};

 private:
  void go_on();
  void mine();
  void publish();
  void reach(std::size_t node);
  void remember(std::size_t from, const TransactionPointer& transaction);
  BlockPointer extend(const BlockPointer& parent, std::vector<TransactionPointer> candidates);
  /// What a miner puts on `parent`, out of the pools and, `with_old`, of what they have replaced or dropped.
  std::vector<TransactionPointer> choose(const BlockPointer& parent, bool with_old);
  TransactionPointer choose_for(const std::vector<TransactionPointer>& rivals, const U256& base_fee);
  [[nodiscard]] U256 next_base_fee();

  Timeline& timeline_;
  Random random_;
  ModelChain chain_;
  std::vector<std::unique_ptr<ModelNode>> nodes_;
  std::map<evm::Hash, TransactionPointer> seen_;  // that some pool ever took
  std::vector<std::pair<evm::Address, U256>> credits_;
  std::uint64_t spike_factor_ = 1;
  Time spike_until_{};
  bool calm_ = false;
};

}  // namespace coffer::verify
