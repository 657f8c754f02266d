#include "services/chains/state_reader.h"

#include <algorithm>

#include "domain/evm/revert.h"
#include "services/chains/json.h"
#include "services/chains/quorum.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kCached = 20'000;

}  // namespace

StateReader::StateReader(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads)
    : settings_(settings), pool_(pool), heads_(heads) {}

std::optional<TransactionFacts> StateReader::remembered(const evm::Hash& hash) const {
  TransactionFacts facts;
  {
    const std::lock_guard lock(mutex_);
    const auto found = cache_.find(hash);
    if (found == cache_.end()) return std::nullopt;
    facts = found->second;
  }
  if (heads_.hash_at(facts.receipt.block_number) != facts.receipt.block_hash) return std::nullopt;
  return facts;
}

void StateReader::remember(const evm::Hash& hash, const TransactionFacts& facts) {
  const std::lock_guard lock(mutex_);
  if (!cache_.insert_or_assign(hash, facts).second) return;
  order_.push_back(hash);
  if (order_.size() > kCached) {
    cache_.erase(order_.front());
    order_.pop_front();
  }
}

awaitable<Result<std::vector<TransactionFacts>>> StateReader::read(std::vector<evm::Hash> hashes) {
  std::vector<TransactionFacts> out(hashes.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (auto known = remembered(hashes[i])) {
      out[i] = *std::move(known);
    } else {
      open.push_back(i);
    }
  }
  if (!open.empty()) CO_CHECK(co_await read_receipts(hashes, open, out));
  std::vector<std::size_t> not_mined;
  for (const std::size_t i : open) {
    if (out[i].place != TransactionFacts::Place::kMined) not_mined.push_back(i);
  }
  if (!not_mined.empty()) CO_CHECK(co_await read_pool(hashes, not_mined, out));
  co_return out;
}

awaitable<Result<bool>> StateReader::take_receipt(evm::Hash hash, RpcReply reply, TransactionFacts& facts) {
  CO_TRY(const std::string text, expect_result(std::move(reply)));
  CO_TRY(const auto receipt, read_receipt(text));
  if (!receipt || receipt->hash != hash) co_return false;
  // A block that the believed line does not have at that height: the node stands on another branch.
  const auto believed = heads_.hash_at(receipt->block_number);
  if (believed && *believed != receipt->block_hash) co_return false;
  facts.place = TransactionFacts::Place::kMined;
  facts.receipt = *receipt;
  if (!receipt->succeeded) facts.revert_reason = co_await reason_of(receipt->hash, receipt->block_number);
  if (believed) remember(receipt->hash, facts);
  co_return true;
}

awaitable<Result<void>> StateReader::read_receipts(const std::vector<evm::Hash>& hashes, std::vector<std::size_t> open,
                                                   std::vector<TransactionFacts>& out) {
  std::vector<RpcCall> calls;
  for (const std::size_t i : open) calls.push_back(get_receipt(hashes[i]));
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  for (std::size_t i = 0; i < open.size(); ++i) {
    CO_CHECK(co_await take_receipt(hashes[open[i]], replies[i], out[open[i]]));
  }
  co_return Result<void>();
}

/// What the first node has no receipt for: the others may have it in a block, or in their pools.
awaitable<Result<void>> StateReader::read_pool(const std::vector<evm::Hash>& hashes, std::vector<std::size_t> open,
                                               std::vector<TransactionFacts>& out) {
  std::vector<RpcCall> calls;
  for (const std::size_t i : open) calls.push_back(get_transaction(hashes[i]));
  for (const std::size_t i : open) calls.push_back(get_receipt(hashes[i]));
  CO_TRY(const auto answers, co_await pool_.ask_each(std::move(calls), settings_.quorum));
  std::size_t answered = 0;
  for (const NodePool::Answer& answer : answers) {
    if (!answer.replies) continue;
    ++answered;
    for (std::size_t i = 0; i < open.size(); ++i) {
      TransactionFacts& facts = out[open[i]];
      if (facts.place == TransactionFacts::Place::kMined) continue;
      CO_TRY(const bool mined, co_await take_receipt(hashes[open[i]], answer.replies->at(open.size() + i), facts));
      if (mined) continue;
      CO_TRY(const std::string text, expect_result(answer.replies->at(i)));
      CO_TRY(const auto pending, read_is_pending(text));
      // In a block that no node has a receipt for yet: it is on its way, not gone.
      if (pending) facts.place = TransactionFacts::Place::kPending;
    }
  }
  const auto is_unknown = [&](std::size_t i) { return out[i].place == TransactionFacts::Place::kUnknown; };
  if (std::ranges::any_of(open, is_unknown) && !is_enough(answered, settings_.quorum, settings_.endpoints.size())) {
    co_return fail(
        unavailable("too few nodes of " + settings_.id + " answer to believe that a transaction is unknown"));
  }
  co_return Result<void>();
}

/// Runs the call again on the state before its block, which is right unless an earlier transaction of
/// the same block changed the outcome.
awaitable<std::string> StateReader::reason_of(evm::Hash hash, std::uint64_t block) {
  const auto text = co_await pool_.ask_one(get_transaction(hash));
  if (!text) co_return std::string();
  const auto value = parse_json(*text);
  if (!value || !value->is_object() || block == 0) co_return std::string();
  CallObject call;
  const auto from = bytes_of(member(*value, "from"));
  const auto data = bytes_of(member(*value, "input"));
  const auto amount = quantity_of(member(*value, "value"));
  if (!from || !data || !amount) co_return std::string();
  if (const auto address = evm::Address::from(*from)) call.from = *address;
  if (const auto to = bytes_of(member(*value, "to"))) {
    if (const auto address = evm::Address::from(*to)) call.to = *address;
  }
  call.data = *data;
  call.value = *amount;
  std::vector<RpcCall> calls{eth_call(call, block_tag(block - 1))};
  const auto replies = co_await pool_.ask(std::move(calls));
  if (!replies || replies->front()) co_return std::string("it ran out of gas or reverted without a reason");
  const auto revert_data = read_bytes(replies->front().error().data);
  co_return evm::decode_revert(revert_data.value_or(Bytes())).text;
}

}  // namespace coffer::chains
