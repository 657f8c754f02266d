#include <algorithm>

#include "services/transactions/lane_turn.h"

namespace coffer::transactions {
namespace {

constexpr std::uint64_t kForeignAtOnce = 256;
constexpr std::int64_t kReopenedAtOnce = 256;
constexpr std::uint64_t kFoundAtOnce = 1000;

bool does_the_same(const Intent& intent, const chains::v1::FoundTransaction& found) {
  const std::string to = intent.to ? intent.to->text() : "";
  return to == found.to() && intent.value.decimal() == found.value() &&
         std::ranges::equal(intent.data, as_bytes(found.data()));
}

}  // namespace

awaitable<Result<void>> LaneTurn::adopt() {
  if (!rows_.lane.next_nonce) {
    LaneChanges changes;
    changes.next_nonce = chain_.latest_nonce;
    CO_CHECK(co_await commit(std::move(changes)));
  }
  if (chain_.latest_nonce > *rows_.lane.next_nonce) {
    CO_CHECK(co_await adopt_used(*rows_.lane.next_nonce, chain_.latest_nonce));
  }
  CO_CHECK(co_await adopt_pending());
  co_return co_await reopen();
}

/// The chain has used nonces that this lane never gave: the rows come from a backup, or somebody else
/// has the key. What was queued before may be what is there already; it is matched before anything is sent.
awaitable<Result<void>> LaneTurn::adopt_used(std::uint64_t from, std::uint64_t to) {
  LaneChanges changes;
  if (first_ && !rows_.queue.empty() && to - from <= kFoundAtOnce) {
    CO_TRY(const auto found, co_await tools_.chain.find(key_, from, to - 1));
    for (const chains::v1::FoundTransaction& transaction : found) {
      const auto match =
          std::ranges::find_if(rows_.queue, [&](const Intent& intent) { return does_the_same(intent, transaction); });
      if (match == rows_.queue.end()) continue;
      Intent intent = *match;
      rows_.queue.erase(match);
      const auto nonce = static_cast<std::uint64_t>(transaction.nonce());
      CO_TRY(const evm::Hash hash, evm::Hash::parse(transaction.hash()));
      intent.nonce = nonce;
      intent.hash = hash.text();
      Slot slot{.nonce = nonce, .intent_id = intent.id, .state = SlotState::kSubmitted};
      Attempt attempt{.kind = AttemptKind::kImported, .hash = hash, .created_at = now_, .first_sent_at = now_};
      attempt.last_sent_at = now_;
      attempt.sends = 1;
      attempt.verdict = Verdict::VERDICT_ACCEPTED;
      attempt.accepted = true;
      slot.attempts.push_back(attempt);
      rows_.signers[nonce] = intent.account_id;
      changes.slots.push_back(write_of(slot));
      changes.attempts.push_back({nonce, intent.id, attempt, {}});
      changes.intents.push_back({intent, {}});
      rows_.slots.push_back(slot);
      rows_.intents[intent.id] = intent;
    }
  }
  changes.next_nonce = to;
  tools_.log.warning("nonces were used outside", {{"network", key_.network},
                                                  {"account", key_.sender.text()},
                                                  {"from", from},
                                                  {"to", to - 1},
                                                  {"matched", changes.slots.size()}});
  CO_CHECK(co_await commit(std::move(changes)));
  refresh_live();
  std::vector<evm::Hash> hashes;
  for (const Slot& slot : rows_.slots) {
    if (slot.nonce >= from) hashes.push_back(slot.attempts.front().hash);
  }
  co_return co_await tools_.chain.sight(key_.network, std::move(hashes), chain_);
}

/// Somebody else's transactions wait in the pools under nonces that would be ours next: those nonces are
/// theirs while they wait, and gaps when they vanish.
awaitable<Result<void>> LaneTurn::adopt_pending() {
  LaneChanges changes;
  const std::uint64_t next = *rows_.lane.next_nonce;
  const std::uint64_t until = std::min(chain_.pending_nonce, next + kForeignAtOnce);
  for (std::uint64_t nonce = next; nonce < until; ++nonce) {
    Slot slot{.nonce = nonce, .state = SlotState::kSubmitted, .foreign = true};
    rows_.slots.push_back(slot);
    changes.slots.push_back(write_of(slot));
  }
  if (until > next) changes.next_nonce = until;
  for (Slot& slot : rows_.slots) {
    if (!slot.foreign || slot.state != SlotState::kSubmitted || slot.nonce < chain_.pending_nonce) continue;
    slot.state = SlotState::kReleased;
    slot.foreign = false;
    changes.slots.push_back(write_of(slot));
  }
  CO_CHECK(co_await commit(std::move(changes)));
  co_return Result<void>();
}

/// A reorganisation deeper than what counted as final has undone transactions: the very same bytes are
/// sent again. What their intents say does not change, and nothing is signed anew.
awaitable<Result<void>> LaneTurn::reopen() {
  std::uint64_t lowest = *rows_.lane.next_nonce;
  for (const Slot& slot : rows_.slots) lowest = std::min(lowest, slot.nonce);
  if (chain_.latest_nonce >= lowest) co_return Result<void>();
  CO_TRY(const std::vector<Slot> undone, co_await tools_.store.spent_from(key_, chain_.latest_nonce, kReopenedAtOnce));
  LaneChanges changes;
  for (const Slot& row : undone) {
    if (slot_at(row.nonce) != nullptr) continue;
    CO_TRY(auto slot, co_await tools_.store.slot(key_, row.nonce));
    if (!slot) continue;
    const bool ours = !slot->foreign && !slot->attempts.empty();
    slot->state = ours ? SlotState::kSubmitted : SlotState::kReleased;
    // Where it was mined stays: it says which attempt is to be restored.
    slot->suspected_at.reset();
    slot->foreign = false;
    for (Attempt& attempt : slot->attempts) {
      attempt.verdict = Verdict::VERDICT_UNKNOWN;
      attempt.sends = 1;
      changes.notes.push_back({slot->nonce, attempt, false});
    }
    rows_.signers[slot->nonce] = co_await tools_.store.signer_of(key_, slot->nonce);
    changes.slots.push_back(write_of(*slot));
    rows_.slots.push_back(*slot);
  }
  if (changes.empty()) co_return Result<void>();
  tools_.log.warning("a deep reorganisation undid final transactions; they are sent again",
                     {{"network", key_.network}, {"account", key_.sender.text()}, {"count", changes.slots.size()}});
  CO_CHECK(co_await commit(std::move(changes)));
  refresh_live();
  co_return Result<void>();
}

}  // namespace coffer::transactions
