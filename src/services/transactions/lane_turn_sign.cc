#include <algorithm>

#include "services/transactions/lane_turn.h"

namespace coffer::transactions {
namespace {

constexpr auto kFundsLook = std::chrono::seconds(5);
constexpr auto kSignerLook = std::chrono::seconds(2);

}  // namespace

/// What the first attempt costs at most at today's fees; a filler's where there is no intent.
U256 LaneTurn::first_cost(const Intent* intent) const {
  if (intent == nullptr) {
    return highest_cost(U256(), kEmptyGas, first_fees(chain_.fees, Speed::kNormal, {}, tools_.rules.fees));
  }
  const FeeTerms fees = first_fees(chain_.fees, intent->speed, intent->limits, tools_.rules.fees);
  return highest_cost(intent->value, intent->gas_limit, fees, intent->l1_data_fee);
}

/// Nonces that wait for their signature hold what they will cost now, not what they would have cost when they
/// were taken; those for which that is too much go back to the queue.
awaitable<Result<void>> LaneTurn::give_back_unpayable() {
  for (Slot& slot : rows_.slots) {
    const bool waits = slot.state == SlotState::kReserved && slot.attempts.empty();
    if (waits) slot.expected_cost = first_cost(intent_of(slot));
  }
  LaneChanges changes;
  std::vector<std::string> returned;
  for (const std::uint64_t nonce : unpayable(rows_.slots, chain_.balance)) {
    Slot& slot = *slot_at(nonce);
    Intent* intent = intent_of(slot);
    if (intent == nullptr || is_final(intent->status)) continue;
    intent->nonce.reset();
    returned.push_back(intent->id);
    changes.intents.push_back({*intent, {}});
    release(slot, changes);
  }
  CO_CHECK(co_await commit(std::move(changes)));
  for (const std::string& id : returned) rows_.queue.push_back(rows_.intents.extract(id).mapped());
  std::ranges::sort(rows_.queue, {}, &Intent::id);
  co_return Result<void>();
}

awaitable<Result<void>> LaneTurn::admit_queue() {
  std::vector<Candidate> candidates;
  for (const Intent& intent : rows_.queue) candidates.push_back({intent.id, first_cost(&intent)});
  const Admission admission = admit(rows_.slots, *rows_.lane.next_nonce, candidates, chain_.balance, tools_.rules);
  if (admission.shortage) {
    condition_ = {LaneTrouble::kFunds, "", admission.shortage->needed, admission.shortage->available};
    look_at(now_ + kFundsLook);
  } else if (admission.tickets.size() < candidates.size()) {
    condition_.trouble = LaneTrouble::kFull;
  }

  LaneChanges changes;
  for (const Admission::Ticket& ticket : admission.tickets) {
    const auto queued = std::ranges::find(rows_.queue, ticket.intent_id, &Intent::id);
    Intent intent = *queued;
    intent.nonce = ticket.nonce;
    changes.intents.push_back({intent, {}});
    Slot* slot = slot_at(ticket.nonce);
    if (slot == nullptr) {
      rows_.slots.push_back(Slot{.nonce = ticket.nonce});
      slot = &rows_.slots.back();
    }
    slot->state = SlotState::kReserved;
    slot->intent_id = intent.id;
    slot->expected_cost = first_cost(&intent);
    rows_.signers[slot->nonce] = intent.account_id;
    changes.slots.push_back(write_of(*slot));
    rows_.intents.insert_or_assign(intent.id, intent);
  }
  if (admission.next_nonce != *rows_.lane.next_nonce) changes.next_nonce = admission.next_nonce;
  CO_CHECK(co_await commit(std::move(changes)));
  std::erase_if(rows_.queue, [&](const Intent& intent) { return rows_.intents.contains(intent.id); });
  refresh_live();
  co_return Result<void>();
}

/// Released nonces at the top are given back; those under live ones get a filler where nobody was admitted to
/// them: what lives above them must not wait for somebody's funds.
awaitable<Result<void>> LaneTurn::fill_gaps() {
  LaneChanges changes;
  const std::uint64_t next = next_after_release(rows_.slots, *rows_.lane.next_nonce);
  if (next != *rows_.lane.next_nonce) {
    for (std::uint64_t nonce = next; nonce < *rows_.lane.next_nonce; ++nonce) changes.removed_slots.push_back(nonce);
    changes.next_nonce = next;
    std::erase_if(rows_.slots, [&](const Slot& slot) { return slot.nonce >= next; });
  }
  for (const std::uint64_t nonce : gaps(rows_.slots)) {
    Slot& slot = *slot_at(nonce);
    slot.state = SlotState::kReserved;
    changes.slots.push_back(write_of(slot));
  }
  co_return co_await commit(std::move(changes));
}

std::optional<NextAttempt> LaneTurn::wanted_attempt(const Slot& slot, bool head_of_line) {
  if (slot.foreign) return std::nullopt;
  const Intent* intent = intent_of(slot);
  const bool ended = intent == nullptr || is_final(intent->status);
  if (slot.state == SlotState::kReserved && slot.attempts.empty()) {
    if (ended) {
      return NextAttempt{AttemptKind::kFiller, first_fees(chain_.fees, Speed::kNormal, {}, tools_.rules.fees)};
    }
    return NextAttempt{AttemptKind::kOriginal,
                       first_fees(chain_.fees, intent->speed, intent->limits, tools_.rules.fees)};
  }
  Wish wish;
  if (!ended) wish = {intent->speed, intent->limits, intent->cancel_requested, intent->raise_above};
  // What its owner sends is bumped by its owner; only a cancel is ours.
  if (!ended && !intent->send && !wish.cancel) return std::nullopt;
  // An ended intent under a reopened slot is sent again as it was, never changed.
  if (ended && !slot.intent_id.empty()) return std::nullopt;
  const AttemptDecision decision = next_attempt(slot, wish, head_of_line, chain_, tools_.rules);
  if (const auto* next = std::get_if<NextAttempt>(&decision)) return *next;
  return std::nullopt;
}

awaitable<Result<void>> LaneTurn::sign_attempts() {
  std::uint64_t lowest = UINT64_MAX;
  for (const Slot& slot : rows_.slots) {
    if (slot.state == SlotState::kSigned || slot.state == SlotState::kSubmitted) lowest = std::min(lowest, slot.nonce);
  }
  LaneChanges changes;
  for (Slot& slot : rows_.slots) {
    const auto wanted = wanted_attempt(slot, slot.nonce == lowest);
    if (!wanted) continue;
    CO_TRY(const bool go_on, co_await sign_slot(slot, wanted->kind, wanted->fees, changes));
    if (!go_on) break;
  }
  co_return co_await commit(std::move(changes));
}

awaitable<Result<bool>> LaneTurn::sign_slot(Slot& slot, AttemptKind kind, FeeTerms fees, LaneChanges& changes) {
  Intent* intent = intent_of(slot);
  auto account = co_await tools_.signing.account(rows_.signers[slot.nonce]);
  if (!account) co_return co_await refused(slot, kind, std::move(account).error(), changes);
  const evm::Transaction transaction = unsigned_attempt(intent, kind, key_.sender, slot.nonce, fees, network_.chain_id);
  const std::string record = intent != nullptr ? intent->id : "filler-" + std::to_string(slot.nonce);
  auto made = co_await tools_.signing.sign(*account, transaction, record, kind);
  if (!made) co_return co_await refused(slot, kind, std::move(made).error(), changes);
  const bool ours = kind == AttemptKind::kOriginal || kind == AttemptKind::kBump;
  if (ours && made->effect_hash != intent->effect_hash) {
    co_return co_await refused(slot, kind, conflict("its effects are no longer those that were approved"), changes);
  }

  Attempt attempt;
  attempt.number = slot.attempts.empty() ? 1 : slot.attempts.back().number + 1;
  attempt.kind = kind;
  attempt.hash = made->hash;
  attempt.fees = fees;
  attempt.gas_limit = transaction.gas_limit;
  attempt.cost =
      highest_cost(transaction.value, transaction.gas_limit, fees, intent != nullptr ? intent->l1_data_fee : U256());
  attempt.created_at = now_;
  slot.attempts.push_back(attempt);
  changes.attempts.push_back({slot.nonce, slot.intent_id, attempt, std::move(made->raw)});
  if (slot.state == SlotState::kReserved) {
    slot.state = SlotState::kSigned;
    changes.slots.push_back(write_of(slot));
  }
  if (intent == nullptr || is_final(intent->status)) co_return true;
  IntentWrite write;
  intent->hash = attempt.hash.text();
  intent->raise_above.reset();
  if (intent->status == Status::kQueued) {
    intent->status = Status::kSigned;
    write.passed.push_back(Status::kSigned);
  }
  write.intent = *intent;
  changes.intents.push_back(std::move(write));
  co_return true;
}

/// Whether the turn may go on signing other slots.
awaitable<Result<bool>> LaneTurn::refused(Slot& slot, AttemptKind kind, Error error, LaneChanges& changes) {
  if (error.code == ErrorCode::kUnavailable) {
    condition_ = {LaneTrouble::kSigner, error.message, {}, {}};
    look_at(now_ + kSignerLook);
    co_return false;
  }
  tools_.log.warning("an attempt was not signed", {{"network", key_.network},
                                                   {"account", key_.sender.text()},
                                                   {"nonce", slot.nonce},
                                                   {"kind", attempt_kind_name(kind)},
                                                   {"reason", error.message}});
  Intent* intent = intent_of(slot);
  if (kind != AttemptKind::kOriginal || intent == nullptr) co_return true;
  const bool denied = error.code == ErrorCode::kPolicyDenied;
  intent->status = denied ? Status::kRejected : Status::kFailed;
  intent->failure = {std::string(error_code_name(error.code)), error.message};
  if (denied) intent->policy_allowed = false;
  intent->nonce.reset();
  changes.intents.push_back({*intent, {intent->status}});
  release(slot, changes);
  look_at(now_);
  co_return true;
}

}  // namespace coffer::transactions
