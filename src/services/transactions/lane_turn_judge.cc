#include <algorithm>

#include "services/transactions/lane_turn.h"

namespace coffer::transactions {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};

/// How an intent ends when its ticket was spent on nothing.
Status ended_empty(const Intent& intent) {
  if (intent.expiring) return Status::kExpired;
  return intent.failure.code.empty() ? Status::kCancelled : Status::kFailed;
}

}  // namespace

awaitable<Result<void>> LaneTurn::judge_slots() {
  LaneChanges changes;
  for (Slot& slot : rows_.slots) {
    std::visit(Overloaded{[](const SlotUnchanged&) {}, [&](const SlotMined& news) { mined(slot, news, changes); },
                          [&](const SlotReorganised&) { reorganised(slot, changes); },
                          [&](const SlotSuspected&) {
                            slot.suspected_at = now_;
                            changes.slots.push_back(write_of(slot));
                            look_at(now_ + tools_.rules.suspicion);
                          },
                          [&](const SlotVoid&) { voided(slot, changes); }},
               judge(slot, chain_, tools_.rules, now_));
    if (slot.suspected_at && slot.state != SlotState::kSpent) {
      look_at(std::max(*slot.suspected_at + tools_.rules.suspicion, now_ + std::chrono::milliseconds(200)));
    }
  }
  CO_CHECK(co_await commit(std::move(changes)));
  refresh_live();
  co_return Result<void>();
}

void LaneTurn::mined(Slot& slot, const SlotMined& news, LaneChanges& changes) {
  const Sighting& sighting = *news.sighting;
  slot.inclusion = Inclusion{sighting.block_number, sighting.block_hash, news.attempt->hash};
  slot.suspected_at.reset();
  slot.state = sighting.final ? SlotState::kSpent : SlotState::kMined;
  changes.slots.push_back(write_of(slot));
  Intent* intent = intent_of(slot);
  if (intent == nullptr || is_final(intent->status)) return;

  IntentWrite write;
  const bool empty = news.attempt->kind == AttemptKind::kCancel || news.attempt->kind == AttemptKind::kFiller;
  if (!empty || sighting.final) {
    intent->hash = news.attempt->hash.text();
    intent->block_number = sighting.block_number;
    intent->fee_paid = sighting.fee_paid;
  }
  if (empty) {
    if (!sighting.final) return;
    intent->status = ended_empty(*intent);
    write.passed.push_back(intent->status);
  } else {
    if (sighting.succeeded) intent->contract_address = sighting.contract_address;
    if (intent->status != Status::kMined) {
      intent->status = Status::kMined;
      write.passed.push_back(Status::kMined);
    }
    if (sighting.final) {
      intent->status = sighting.succeeded ? Status::kConfirmed : Status::kFailed;
      intent->failure = sighting.succeeded ? IntentFailure{} : IntentFailure{"REVERTED", sighting.revert_reason};
      write.passed.push_back(intent->status);
    }
  }
  write.intent = *intent;
  changes.intents.push_back(std::move(write));
}

void LaneTurn::reorganised(Slot& slot, LaneChanges& changes) {
  slot.state = SlotState::kSubmitted;
  slot.inclusion.reset();
  for (Attempt& attempt : slot.attempts) {
    // Pools forget what a reorganisation drops: the bytes go out again, whatever was answered before.
    attempt.verdict = Verdict::VERDICT_UNKNOWN;
    attempt.sends = std::min(attempt.sends, 1);
    changes.notes.push_back({slot.nonce, attempt, false});
  }
  changes.slots.push_back(write_of(slot));
  Intent* intent = intent_of(slot);
  if (intent == nullptr || intent->status != Status::kMined) return;
  intent->status = Status::kSubmitted;
  intent->block_number.reset();
  intent->fee_paid.reset();
  changes.intents.push_back({*intent, {Status::kSubmitted}});
}

void LaneTurn::voided(Slot& slot, LaneChanges& changes) {
  slot.state = SlotState::kSpent;
  slot.foreign = true;
  changes.slots.push_back(write_of(slot));
  tools_.log.warning("a nonce was used by somebody else",
                     {{"network", key_.network}, {"account", key_.sender.text()}, {"nonce", slot.nonce}});
  Intent* intent = intent_of(slot);
  if (intent == nullptr || is_final(intent->status)) return;
  if (intent->cancel_requested) {
    intent->status = ended_empty(*intent);
  } else if (intent->fail_if_replaced || !intent->send) {
    intent->status = Status::kReplaced;
  } else {
    // The old ticket can never be used again: only now another may be taken.
    intent->status = Status::kQueued;
    intent->nonce.reset();
    intent->hash.clear();
    intent->block_number.reset();
    look_at(now_);
  }
  changes.intents.push_back({*intent, {intent->status}});
}

void LaneTurn::release(Slot& slot, LaneChanges& changes) {
  slot.state = SlotState::kReleased;
  slot.intent_id.clear();
  slot.suspected_at.reset();
  slot.attempts.clear();
  changes.slots.push_back(write_of(slot));
}

/// Until when a slot is kept for an owner who sends by themselves, where others wait behind it.
std::optional<Time> LaneTurn::kept_until(const Slot& slot, const Intent& intent) const {
  const bool unsent = !intent.send && slot.state == SlotState::kSigned && !slot.attempts.empty();
  const bool wanted = !rows_.queue.empty() || slot.nonce != rows_.slots.back().nonce;
  if (!unsent || !wanted || chain_.pending_nonce > slot.nonce) return std::nullopt;
  return slot.attempts.back().created_at + tools_.rules.owner_patience;
}

awaitable<Result<void>> LaneTurn::end_waiting() {
  LaneChanges changes;
  const auto over = [&](const Intent& intent) { return intent.valid_until && *intent.valid_until <= now_; };
  for (Intent& intent : rows_.queue) {
    if (!intent.cancel_requested && !over(intent)) {
      if (intent.valid_until) look_at(*intent.valid_until);
      continue;
    }
    intent.expiring = !intent.cancel_requested;
    intent.status = intent.expiring ? Status::kExpired : Status::kCancelled;
    changes.intents.push_back({intent, {intent.status}});
  }
  for (Slot& slot : rows_.slots) {
    Intent* intent = intent_of(slot);
    if (intent == nullptr || is_final(intent->status) || slot.state == SlotState::kMined) continue;
    const auto kept = kept_until(slot, *intent);
    if (!intent->cancel_requested && !over(*intent) && !(kept && *kept <= now_)) {
      if (intent->valid_until) look_at(*intent->valid_until);
      if (kept) look_at(*kept);
      continue;
    }
    const bool newly = !intent->cancel_requested;
    if (newly) {
      intent->expiring = true;
      if (!over(*intent)) intent->failure = {"NOT_SENT", "its owner did not send it while others waited behind it"};
    }
    intent->cancel_requested = true;
    if (slot.attempts.empty()) {
      intent->status = ended_empty(*intent);
      intent->nonce.reset();
      changes.intents.push_back({*intent, {intent->status}});
      release(slot, changes);
    } else if (newly) {
      changes.intents.push_back({*intent, {}});
    }
  }
  CO_CHECK(co_await commit(std::move(changes)));
  std::erase_if(rows_.queue, [](const Intent& intent) { return is_final(intent.status); });
  co_return Result<void>();
}

}  // namespace coffer::transactions
