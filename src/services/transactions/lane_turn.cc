#include "services/transactions/lane_turn.h"

#include <algorithm>

namespace coffer::transactions {
namespace {

/// Without any news a lane is looked at this often.
constexpr auto kHeartbeat = std::chrono::seconds(10);
/// With the same head, nonces and balance are believed for this long.
constexpr auto kMemory = std::chrono::seconds(2);

}  // namespace

LaneTurn::LaneTurn(const LaneTools& tools, LaneKey key, std::int64_t fence, bool first, LaneMemory& memory)
    : tools_(tools),
      key_(std::move(key)),
      fence_(fence),
      first_(first),
      now_(tools.clock.now()),
      memory_(memory),
      next_look_(now_ + kHeartbeat) {}

Intent* LaneTurn::intent_of(const Slot& slot) {
  const auto found = rows_.intents.find(slot.intent_id);
  return found == rows_.intents.end() ? nullptr : &found->second;
}

Slot* LaneTurn::slot_at(std::uint64_t nonce) {
  const auto found = std::ranges::find(rows_.slots, nonce, &Slot::nonce);
  return found == rows_.slots.end() ? nullptr : &*found;
}

void LaneTurn::look_at(Time time) { next_look_ = std::min(next_look_, time); }

SlotWrite LaneTurn::write_of(const Slot& slot) const {
  const auto signer = rows_.signers.find(slot.nonce);
  SlotWrite out{slot, signer == rows_.signers.end() ? std::string() : signer->second};
  out.slot.attempts.clear();
  return out;
}

void LaneTurn::refresh_live() {
  std::erase_if(rows_.slots, [](const Slot& slot) { return slot.state == SlotState::kSpent; });
  std::ranges::sort(rows_.slots, {}, &Slot::nonce);
}

awaitable<Result<void>> LaneTurn::commit(LaneChanges changes) {
  if (changes.empty()) co_return Result<void>();
  CO_CHECK(co_await tools_.store.commit(key_, fence_, changes));
  if (changes.next_nonce) rows_.lane.next_nonce = changes.next_nonce;
  if (changes.condition) rows_.lane.condition = *changes.condition;
  for (const IntentWrite& write : changes.intents) {
    if (const auto found = rows_.intents.find(write.intent.id); found != rows_.intents.end()) ++found->second.version;
    tools_.on_written(write);
  }
  co_return Result<void>();
}

awaitable<Result<void>> LaneTurn::set_condition(LaneCondition condition) {
  if (rows_.lane.condition == condition) co_return Result<void>();
  LaneChanges changes;
  changes.condition = std::move(condition);
  co_return co_await commit(std::move(changes));
}

awaitable<Result<void>> LaneTurn::observe() {
  CO_TRY(network_, co_await tools_.chain.network(key_.network));
  // Whether a ticket is given up is decided on what was just seen.
  const bool suspected =
      std::ranges::any_of(rows_.slots, [](const Slot& slot) { return slot.suspected_at.has_value(); });
  const bool recent = now_ >= memory_.read_at && now_ - memory_.read_at < kMemory;
  const bool fresh = !memory_.doubtful && !suspected && memory_.head_hash == network_.head_hash && recent;
  if (fresh) {
    chain_ = memory_.view;
    co_return Result<void>();
  }
  memory_.doubtful = true;
  CO_TRY(chain_, co_await tools_.chain.observe(key_));
  std::vector<evm::Hash> hashes;
  for (const Slot& slot : rows_.slots) {
    // After a start nothing is taken for granted: every attempt is asked for (rule 11).
    if (!first_ && !needs_sighting(slot, chain_.latest_nonce, tools_.rules, now_)) continue;
    for (const Attempt& attempt : slot.attempts) hashes.push_back(attempt.hash);
  }
  CO_CHECK(co_await tools_.chain.sight(key_.network, std::move(hashes), chain_));
  memory_ = {network_.head_hash, chain_, now_, false};
  // What was seen of single transactions is news once; nonces and balance stay as they are.
  memory_.view.sightings.clear();
  co_return Result<void>();
}

awaitable<Result<LaneTurn::Outcome>> LaneTurn::run() {
  const auto queue_limit = static_cast<std::int64_t>(first_ ? 1000 : tools_.rules.max_in_flight);
  CO_TRY(rows_, co_await tools_.store.load(key_, queue_limit));
  if (const auto seen = co_await observe(); !seen) {
    CO_CHECK(co_await end_waiting());
    CO_CHECK(co_await set_condition({LaneTrouble::kNodes, seen.error().message, {}, {}}));
    co_return fail(seen.error());
  }
  CO_CHECK(co_await adopt());
  CO_CHECK(co_await judge_slots());
  CO_CHECK(co_await end_waiting());
  // Whoever starts the program again has looked into what froze the lane.
  if (rows_.lane.condition.trouble != LaneTrouble::kFrozen || first_) {
    CO_CHECK(co_await give_back_unpayable());
    CO_CHECK(co_await admit_queue());
    CO_CHECK(co_await fill_gaps());
    CO_CHECK(co_await sign_attempts());
    CO_CHECK(co_await send_due_attempts());
    CO_CHECK(co_await set_condition(condition_));
  }
  const bool idle = rows_.slots.empty() && rows_.queue.empty();
  co_return Outcome{idle, next_look_};
}

}  // namespace coffer::transactions
