#include "services/transactions/lane.h"

#include <algorithm>
#include <cmath>

namespace coffer::transactions {
namespace {

using chains::v1::VERDICT_ACCEPTED;
using chains::v1::VERDICT_FEE_TOO_LOW;
using chains::v1::VERDICT_INSUFFICIENT_FUNDS;
using chains::v1::VERDICT_NEVER_VALID;
using chains::v1::VERDICT_NONCE_TOO_HIGH;
using chains::v1::VERDICT_NONCE_TOO_LOW;
using chains::v1::VERDICT_UNDERPRICED_REPLACEMENT;
using chains::v1::VERDICT_UNKNOWN;
using chains::v1::VERDICT_WRONG_CHAIN;

bool is_live(const Slot& slot) { return slot.state != SlotState::kReleased && slot.state != SlotState::kSpent; }

/// Counts against the bound: signed or about to be, and not yet in a block.
bool is_in_flight(const Slot& slot) { return is_live(slot) && slot.state != SlotState::kMined && !slot.foreign; }

NoAttempt no_attempt(NoAttempt::Why why) { return {.why = why, .capped = std::nullopt}; }

}  // namespace

SlotNews judge(const Slot& slot, const ChainView& chain, const LaneRules& rules, Time now) {
  if (!is_live(slot)) return SlotUnchanged{};
  for (const Attempt& attempt : slot.attempts) {
    const Sighting* sighting = chain.find(attempt.hash);
    if (sighting == nullptr || sighting->place != Sighting::Place::kMined) continue;
    const Inclusion seen{sighting->block_number, sighting->block_hash, attempt.hash};
    if (sighting->final || slot.inclusion != seen) return SlotMined{&attempt, sighting};
    return SlotUnchanged{};
  }
  if (slot.state == SlotState::kMined && slot.inclusion && chain.find(slot.inclusion->hash) != nullptr) {
    return SlotReorganised{};
  }
  // A reserved slot that nobody of ours has used is void as soon as somebody else's use is final.
  if (chain.latest_nonce <= slot.nonce) return SlotUnchanged{};
  // Unless every attempt was asked for now, and no node knows any of them, it may be ours that used the nonce.
  const auto unknown = [&](const Attempt& attempt) {
    const Sighting* sighting = chain.find(attempt.hash);
    return sighting != nullptr && sighting->place == Sighting::Place::kUnknown;
  };
  if (!std::ranges::all_of(slot.attempts, unknown)) return SlotUnchanged{};
  // What was seen in the future was seen before the clock was set back: it begins again.
  if (!slot.suspected_at || *slot.suspected_at > now) return SlotSuspected{};
  const bool long_enough = now - *slot.suspected_at >= rules.suspicion;
  if (chain.final_nonce > slot.nonce && long_enough) return SlotVoid{};
  return SlotUnchanged{};
}

bool needs_sighting(const Slot& slot, std::uint64_t latest_nonce, const LaneRules& rules, Time now) {
  if (!is_live(slot) || slot.attempts.empty()) return false;
  if (slot.state == SlotState::kMined || slot.nonce < latest_nonce) return true;
  const Attempt& newest = slot.attempts.back();
  if (!newest.last_sent_at) return false;
  return *newest.last_sent_at > now || now - *newest.last_sent_at >= rules.resend_limit;
}

Admission admit(std::span<const Slot> slots, std::uint64_t next_nonce, std::span<const Candidate> candidates,
                const U256& balance, const LaneRules& rules) {
  Admission out;
  out.next_nonce = next_nonce;
  std::size_t in_flight = 0;
  U256 reserved;
  std::vector<std::uint64_t> released;
  for (const Slot& slot : slots) {
    if (is_in_flight(slot)) ++in_flight;
    if (slot.state == SlotState::kReleased) released.push_back(slot.nonce);
    reserved = saturating_add(reserved, slot.reserved_cost());
  }
  std::ranges::sort(released);
  U256 available = balance.minus(reserved).value_or(U256());
  std::size_t reused = 0;
  for (const Candidate& candidate : candidates) {
    if (in_flight >= rules.max_in_flight) break;
    const auto left = available.minus(candidate.cost);
    if (!left) {
      out.shortage = Admission::Shortage{candidate.intent_id, candidate.cost, available};
      break;
    }
    available = *left;
    ++in_flight;
    const std::uint64_t nonce = reused < released.size() ? released[reused++] : out.next_nonce++;
    out.tickets.push_back({nonce, candidate.intent_id});
  }
  return out;
}

std::vector<std::uint64_t> unpayable(std::span<const Slot> slots, const U256& balance) {
  U256 reserved;
  std::vector<const Slot*> waiting;
  for (const Slot& slot : slots) {
    reserved = saturating_add(reserved, slot.reserved_cost());
    const bool unsigned_intent = slot.state == SlotState::kReserved && slot.attempts.empty() && !slot.intent_id.empty();
    if (unsigned_intent) waiting.push_back(&slot);
  }
  std::ranges::sort(waiting, std::greater(), &Slot::nonce);
  std::vector<std::uint64_t> out;
  for (const Slot* slot : waiting) {
    if (reserved <= balance) break;
    reserved = reserved.minus(slot->reserved_cost()).value_or(U256());
    out.push_back(slot->nonce);
  }
  return out;
}

std::vector<std::uint64_t> gaps(std::span<const Slot> slots) {
  std::uint64_t highest_live = 0;
  bool any = false;
  for (const Slot& slot : slots) {
    if (!is_live(slot)) continue;
    highest_live = std::max(highest_live, slot.nonce);
    any = true;
  }
  std::vector<std::uint64_t> out;
  for (const Slot& slot : slots) {
    if (any && slot.state == SlotState::kReleased && slot.nonce < highest_live) out.push_back(slot.nonce);
  }
  std::ranges::sort(out);
  return out;
}

std::uint64_t next_after_release(std::span<const Slot> slots, std::uint64_t next_nonce) {
  const auto released = [&](std::uint64_t nonce) {
    return std::ranges::any_of(
        slots, [&](const Slot& slot) { return slot.nonce == nonce && slot.state == SlotState::kReleased; });
  };
  while (next_nonce > 0 && released(next_nonce - 1)) --next_nonce;
  return next_nonce;
}

AttemptDecision next_attempt(const Slot& slot, const Wish& wish, bool head_of_line, const ChainView& chain,
                             const LaneRules& rules) {
  using Why = NoAttempt::Why;
  if (slot.attempts.empty() || (slot.state != SlotState::kSigned && slot.state != SlotState::kSubmitted)) {
    return no_attempt(Why::kUsed);
  }
  // The nonce is used already: what we would sign could not be mined any more.
  if (slot.nonce < chain.latest_nonce) return no_attempt(Why::kUsed);
  const Attempt& newest = slot.attempts.back();
  const bool cancelling = slot.has_kind(AttemptKind::kCancel);
  const bool start_cancel = wish.cancel && !cancelling;
  const bool owner_asks = wish.raise_above && newest.number <= *wish.raise_above;
  const bool node_asks = newest.verdict == VERDICT_UNDERPRICED_REPLACEMENT;
  const std::uint64_t waited = chain.head > newest.sent_block ? chain.head - newest.sent_block : 0;
  const bool patient = waited < rules.patience_blocks.at(static_cast<std::size_t>(wish.speed));
  const bool too_cheap = newest.fees.max_fee_per_gas < chain.fees.base_fee || newest.verdict == VERDICT_FEE_TOO_LOW;
  const bool stuck = newest.sends > 0 && !patient && (head_of_line || too_cheap);
  if (!start_cancel && !owner_asks && !node_asks && !stuck) {
    return no_attempt(head_of_line || too_cheap ? Why::kPatience : Why::kBehind);
  }
  if (newest.number >= rules.max_attempts) return no_attempt(Why::kEnough);

  std::vector<FeeTerms> earlier;
  for (const Attempt& attempt : slot.attempts) earlier.push_back(attempt.fees);
  // The owner's caps bind what happens by itself, not what the owner asks for.
  const bool by_hand = start_cancel || owner_asks || cancelling;
  const auto fees = raised_fees(earlier, chain.fees, wish.speed, by_hand ? FeeLimits{} : wish.limits, rules.fees);
  if (!fees) return NoAttempt{.why = Why::kCapped, .capped = fees.error()};
  if (slot.intent_id.empty()) return NextAttempt{AttemptKind::kFiller, *fees};
  return NextAttempt{start_cancel || cancelling ? AttemptKind::kCancel : AttemptKind::kBump, *fees};
}

std::optional<Time> send_due(const Slot& slot, const Attempt& attempt, const ChainView& chain, const LaneRules& rules,
                             Time now, double jitter) {
  if (slot.state != SlotState::kSigned && slot.state != SlotState::kSubmitted) return std::nullopt;
  if (slot.nonce < chain.latest_nonce || attempt.kind == AttemptKind::kImported) return std::nullopt;
  if (!attempt.last_sent_at) return now;
  const Sighting* sighting = chain.find(attempt.hash);
  const bool forgotten = sighting != nullptr && sighting->place == Sighting::Place::kUnknown;
  // Sent in the future: the clock was set back since, and how long ago it was is not known.
  const Time last_sent_at = *attempt.last_sent_at > now ? Time() : *attempt.last_sent_at;
  const int doublings = std::min(attempt.sends - 1, 10);
  const Duration back_off = std::min(rules.resend_after * (std::int64_t{1} << doublings), rules.resend_limit);
  const auto spread = Duration(std::llround(static_cast<double>(back_off.count()) * (1.0 + jitter / 2)));
  switch (attempt.verdict) {
    case VERDICT_ACCEPTED:
      if (!forgotten) return std::nullopt;
      return last_sent_at + rules.resend_after;
    case VERDICT_NEVER_VALID:
    case VERDICT_WRONG_CHAIN:
      return std::nullopt;
    // A higher offer is made instead, unless a cap forbids it: then only the rival's end helps.
    case VERDICT_UNDERPRICED_REPLACEMENT:
    case VERDICT_FEE_TOO_LOW:
    case VERDICT_INSUFFICIENT_FUNDS:
    case VERDICT_NONCE_TOO_LOW:
    case VERDICT_NONCE_TOO_HIGH:
    default:
      return last_sent_at + spread;
  }
}

Reaction react(const Slot& slot, const Attempt& attempt, Verdict verdict, bool unanimous) {
  switch (verdict) {
    case VERDICT_ACCEPTED:
      return Reaction::kSubmitted;
    case VERDICT_WRONG_CHAIN:
      return Reaction::kFreeze;
    case VERDICT_NEVER_VALID: {
      if (slot.ever_accepted() || attempt.kind == AttemptKind::kCancel) return Reaction::kNone;
      // Nothing on this ticket was ever out of our hands: the nonce can be given to somebody else.
      const bool first_round = slot.attempts.size() == 1 && attempt.sends == 0;
      return first_round && unanimous ? Reaction::kFailed : Reaction::kGiveUp;
    }
    default:
      return Reaction::kNone;
  }
}

}  // namespace coffer::transactions
