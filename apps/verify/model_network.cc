#include "apps/verify/model_network.h"

#include <algorithm>

namespace coffer::verify {
namespace {

constexpr std::uint64_t kBaseFee = 10'000'000'000;  // wei
constexpr std::uint64_t kSkipped = 25;              // percent of transactions that a miner leaves for later
constexpr std::uint64_t kOddChoice = 25;            // … where it does not take the best offer
constexpr std::uint64_t kOldAttempt = 15;           // … where it remembers what pools have replaced

Duration milliseconds(std::uint64_t count) { return std::chrono::milliseconds(count); }

}  // namespace

ModelNetwork::ModelNetwork(Timeline& timeline, std::uint64_t seed)
    : timeline_(timeline), random_(Random::stream(seed, 0x3e70)), chain_(timeline.now()) {
  for (std::size_t i = 0; i < kNodes; ++i) {
    nodes_.push_back(std::make_unique<ModelNode>("node" + std::to_string(i), chain_.genesis(), random_.next()));
  }
}

void ModelNetwork::begin() {
  mine();
  for (std::size_t i = 0; i < nodes_.size(); ++i) reach(i);
  go_on();
}

void ModelNetwork::go_on() {
  timeline_.after(milliseconds(random_.between(500, 3500)), [this] {
    mine();
    go_on();
  });
}

void ModelNetwork::calm() {
  calm_ = true;
  spike_factor_ = 1;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i]->mood() = NodeMood{};
    reach(i);
  }
}

void ModelNetwork::spike(std::uint64_t factor, Time until) {
  spike_factor_ = factor;
  spike_until_ = until;
}

U256 ModelNetwork::next_base_fee() {
  const bool spiking = spike_factor_ > 1 && timeline_.now() < spike_until_;
  return U256((kBaseFee + random_.below(kBaseFee / 8)) * (spiking ? spike_factor_ : 1));
}

TransactionPointer ModelNetwork::choose_for(const std::vector<TransactionPointer>& rivals, const U256& base_fee) {
  std::vector<TransactionPointer> payable;
  for (const TransactionPointer& rival : rivals) {
    if (rival->fields.max_fee_per_gas >= base_fee) payable.push_back(rival);
  }
  if (payable.empty() || (!calm_ && random_.chance(kSkipped))) return nullptr;
  if (!calm_ && random_.chance(kOddChoice)) return payable.at(random_.below(payable.size()));
  return *std::ranges::max_element(
      payable, {}, [](const TransactionPointer& rival) { return rival->fields.max_priority_fee_per_gas; });
}

std::vector<TransactionPointer> ModelNetwork::choose(const BlockPointer& parent, bool with_old) {
  std::map<evm::Address, std::map<std::uint64_t, std::map<evm::Hash, TransactionPointer>>> known;
  const auto note = [&](const TransactionPointer& transaction) {
    known[transaction->from][transaction->fields.nonce].emplace(transaction->hash, transaction);
  };
  for (const auto& node : nodes_) {
    for (const TransactionPointer& transaction : node->pooled()) note(transaction);
  }
  if (with_old) {
    for (const auto& [hash, transaction] : seen_) note(transaction);
  }
  const U256 base_fee(kBaseFee);
  std::vector<TransactionPointer> out;
  for (const auto& [sender, nonces] : known) {
    for (std::uint64_t nonce = parent->account(sender).nonce; nonces.contains(nonce); ++nonce) {
      std::vector<TransactionPointer> rivals;
      for (const auto& [hash, transaction] : nonces.at(nonce)) rivals.push_back(transaction);
      const TransactionPointer chosen = choose_for(rivals, base_fee);
      if (chosen == nullptr) break;
      out.push_back(chosen);
    }
  }
  return out;
}

BlockPointer ModelNetwork::extend(const BlockPointer& parent, std::vector<TransactionPointer> candidates) {
  ModelChain::Contents contents;
  contents.candidates = std::move(candidates);
  contents.credits = std::exchange(credits_, {});
  contents.time = timeline_.now();
  contents.base_fee = next_base_fee();
  return chain_.extend(parent, contents);
}

void ModelNetwork::mine() {
  const bool with_old = !calm_ && random_.chance(kOldAttempt);
  extend(chain_.head(), choose(chain_.head(), with_old));
  publish();
}

void ModelNetwork::publish() {
  on_head();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    timeline_.after(milliseconds(random_.below(400)), [this, i] { reach(i); });
  }
}

void ModelNetwork::reach(std::size_t index) {
  ModelNode& node = *nodes_[index];
  const BlockPointer& head = chain_.head();
  const std::uint64_t number = head->number - std::min(head->number, node.mood().lag);
  const bool behind = node.head()->number > number && ancestor(head, node.head()->number) == node.head();
  if (!behind) node.adopt(ancestor(head, number));
}

void ModelNetwork::reorganise(std::uint64_t depth) {
  const BlockPointer old = chain_.head();
  depth = std::min(depth, old->number);
  if (depth == 0) return;
  for (BlockPointer block = old; block->number > old->number - depth; block = block->parent) {
    credits_.insert(credits_.end(), block->credits.begin(), block->credits.end());
    for (const Execution& execution : block->executions)
      seen_.emplace(execution.transaction->hash, execution.transaction);
  }
  BlockPointer tip = ancestor(old, old->number - depth);
  for (std::uint64_t i = 0; i <= depth; ++i) {
    // Most of what was there comes again, somewhere, and rivals of it may.
    tip = extend(tip, random_.chance(60) ? choose(tip, true) : std::vector<TransactionPointer>());
  }
  publish();
}

std::vector<chains::RpcReply> ModelNetwork::serve(std::size_t node, const std::vector<chains::RpcCall>& calls) {
  std::vector<chains::RpcReply> out;
  for (const chains::RpcCall& call : calls) {
    out.push_back(nodes_.at(node)->answer(call));
    if (call.method != "eth_sendRawTransaction" || !out.back() || nodes_[node]->mood().lie == Lie::kClaimsSends)
      continue;
    const auto params = nlohmann::json::parse(call.params);
    const auto raw = parse_hex0x(params.at(0).get<std::string>());
    if (raw) remember(node, read_transaction(*raw));
  }
  return out;
}

void ModelNetwork::inject(std::size_t node, const TransactionPointer& transaction) {
  if (nodes_.at(node)->offer(transaction).empty()) remember(node, transaction);
}

void ModelNetwork::remember(std::size_t from, const TransactionPointer& transaction) {
  seen_.emplace(transaction->hash, transaction);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (i == from || (!calm_ && random_.chance(20))) continue;
    timeline_.after(milliseconds(random_.between(20, 1500)),
                    [this, i, transaction] { (void)nodes_[i]->offer(transaction); });
  }
}

}  // namespace coffer::verify
