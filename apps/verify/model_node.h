#pragma once

#include <nlohmann/json.hpp>

#include "apps/verify/model_chain.h"
#include "apps/verify/random.h"
#include "services/chains/node.h"

namespace coffer::verify {

/// What a node says that is not so. One node lies at a time, about one thing.
enum class Lie : std::uint8_t {
  kNone,
  kNoncesAhead,   // its nonces are higher than those of its state
  kNoncesBehind,  // … lower
  kRich,          // every balance is huge
  kPoor,          // every balance is zero
  kNoReceipts,    // it knows no transaction
  kClaimsSends,   // it says that it has taken what it throws away
  kRefusesSends,  // it answers sends with some refusal or other
};
inline constexpr std::uint64_t kLies = 8;

/// How a node behaves for the time being.
struct NodeMood {
  bool down = false;       // connections are refused
  bool mute = false;       // does what it is asked, and its answers are lost
  bool full = false;       // its pool takes nothing
  bool forgetful = false;  // a reorganisation's transactions do not come back into its pool
  Lie lie = Lie::kNone;
  std::uint64_t lag = 0;  // blocks behind the chain
  Duration latency = std::chrono::milliseconds{5};
};

/// One node: a head, a pool with the rules of geth's, and its mood. It answers JSON-RPC.
class ModelNode {
 public:
  ModelNode(std::string name, BlockPointer genesis, std::uint64_t seed);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const BlockPointer& head() const { return head_; }
  [[nodiscard]] const NodeMood& mood() const { return mood_; }
  NodeMood& mood() { return mood_; }
  /// Takes over a head; what its old line held and the new one does not comes back into the pool.
  void adopt(BlockPointer head);

  /// Empty when the pool takes it, else the words of the refusal.
  std::string offer(const TransactionPointer& transaction);
  void forget(const evm::Hash& hash);
  void forget_all() { pool_.clear(); }
  [[nodiscard]] std::vector<TransactionPointer> pooled() const;

  chains::RpcReply answer(const chains::RpcCall& call);

 private:
  using Nonces = std::map<std::uint64_t, TransactionPointer>;

  void drop_used();
  [[nodiscard]] const TransactionPointer* in_pool(const evm::Hash& hash) const;
  [[nodiscard]] BlockPointer at_tag(const nlohmann::json& tag) const;
  // node_answers.cc
  chains::RpcReply answer_read(const std::string& method, const nlohmann::json& params);
  chains::RpcReply send(const std::string& raw);
  std::string nonce_of(const evm::Address& address, const nlohmann::json& tag);
  std::string balance_of(const evm::Address& address);
  [[nodiscard]] std::string receipt(const evm::Hash& hash) const;
  [[nodiscard]] std::string transaction(const evm::Hash& hash) const;
  [[nodiscard]] std::string fee_history() const;

  std::string name_;
  BlockPointer head_;
  Random random_;
  NodeMood mood_;
  std::map<evm::Address, Nonces> pool_;
};

}  // namespace coffer::verify
