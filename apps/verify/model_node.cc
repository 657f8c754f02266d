#include "apps/verify/model_node.h"

#include <algorithm>

namespace coffer::verify {
namespace {

constexpr std::uint64_t kReplacementPercent = 110;
constexpr std::uint64_t kLeastGas = 21'000;
constexpr std::uint64_t kLeastTip = 1'000'000;

bool outbids(const evm::Transaction& offer, const evm::Transaction& present) {
  return offer.max_fee_per_gas >= scaled_up(present.max_fee_per_gas, kReplacementPercent, 100) &&
         offer.max_priority_fee_per_gas >= scaled_up(present.max_priority_fee_per_gas, kReplacementPercent, 100);
}

}  // namespace

ModelNode::ModelNode(std::string name, BlockPointer genesis, std::uint64_t seed)
    : name_(std::move(name)), head_(std::move(genesis)), random_(seed) {}

void ModelNode::adopt(BlockPointer head) {
  if (head == head_) return;
  std::vector<TransactionPointer> undone;
  for (BlockPointer block = head_; block != ancestor(head, block->number); block = block->parent) {
    for (const Execution& execution : block->executions) undone.push_back(execution.transaction);
  }
  head_ = std::move(head);
  drop_used();
  if (mood_.forgetful) return;
  std::ranges::reverse(undone);
  for (const TransactionPointer& transaction : undone) {
    if (!find_on_line(head_, transaction->hash)) (void)offer(transaction);
  }
}

void ModelNode::drop_used() {
  for (auto& [sender, nonces] : pool_) nonces.erase(nonces.begin(), nonces.lower_bound(head_->account(sender).nonce));
}

std::string ModelNode::offer(const TransactionPointer& transaction) {
  const evm::Transaction& fields = transaction->fields;
  const ModelAccount account = head_->account(transaction->from);
  if (in_pool(transaction->hash) != nullptr) return "already known";
  if (fields.chain_id != kChainId) return "invalid chain id for signer";
  if (fields.gas_limit < kLeastGas) return "intrinsic gas too low";
  if (fields.max_priority_fee_per_gas < U256(kLeastTip)) return "transaction underpriced: gas tip cap below minimum";
  if (fields.nonce < account.nonce) {
    return "nonce too low: next nonce " + std::to_string(account.nonce) + ", tx nonce " + std::to_string(fields.nonce);
  }
  if (account.balance < highest_cost(*transaction)) return "insufficient funds for gas * price + value";
  Nonces& nonces = pool_[transaction->from];
  const auto rival = nonces.find(fields.nonce);
  if (rival != nonces.end() && !outbids(fields, rival->second->fields)) return "replacement transaction underpriced";
  if (mood_.full && rival == nonces.end()) return "txpool is full";
  nonces[fields.nonce] = transaction;
  return {};
}

void ModelNode::forget(const evm::Hash& hash) {
  for (auto& [sender, nonces] : pool_) {
    std::erase_if(nonces, [&](const auto& entry) { return entry.second->hash == hash; });
  }
}

std::vector<TransactionPointer> ModelNode::pooled() const {
  std::vector<TransactionPointer> out;
  for (const auto& [sender, nonces] : pool_) {
    for (const auto& [nonce, transaction] : nonces) out.push_back(transaction);
  }
  return out;
}

const TransactionPointer* ModelNode::in_pool(const evm::Hash& hash) const {
  for (const auto& [sender, nonces] : pool_) {
    for (const auto& [nonce, transaction] : nonces) {
      if (transaction->hash == hash) return &transaction;
    }
  }
  return nullptr;
}

}  // namespace coffer::verify
