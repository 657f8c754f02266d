#include <algorithm>
#include <array>

#include "services/transactions/lane_turn.h"

namespace coffer::transactions {
namespace {

constexpr std::size_t kParcelsAtOnce = 100;
constexpr std::size_t kBytesAtOnce = 512 << 10;
constexpr auto kSoon = std::chrono::milliseconds(200);

}  // namespace

double LaneTurn::jitter() {
  std::array<std::uint8_t, 1> byte{};
  return tools_.entropy.fill(byte) ? byte[0] / 255.0 : 0.5;
}

awaitable<Result<void>> LaneTurn::send_due_attempts() {
  std::vector<Parcel> parcels;
  for (const Slot& slot : rows_.slots) {
    const Intent* intent = intent_of(slot);
    for (const Attempt& attempt : slot.attempts) {
      const Attempt* undone = slot.inclusion ? slot.find(slot.inclusion->hash) : nullptr;
      const bool current = attempt.number == (undone != nullptr ? *undone : slot.attempts.back()).number;
      const bool by_owner = intent != nullptr && !intent->send && attempt.kind != AttemptKind::kCancel;
      if (by_owner || (!current && attempt.last_sent_at)) continue;
      const auto due = send_due(slot, attempt, chain_, tools_.rules, now_, jitter());
      if (!due) continue;
      if (*due <= now_) {
        parcels.push_back({slot.nonce, attempt.number});
      } else {
        look_at(*due);
      }
    }
  }
  for (std::size_t begin = 0; begin < parcels.size(); begin += kParcelsAtOnce) {
    const auto first = parcels.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = parcels.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kParcelsAtOnce, parcels.size()));
    CO_CHECK(co_await send({first, last}));
  }
  co_return Result<void>();
}

awaitable<Result<void>> LaneTurn::send(std::vector<Parcel> parcels) {
  std::vector<std::pair<std::uint64_t, int>> names;
  for (const Parcel& parcel : parcels) names.emplace_back(parcel.nonce, parcel.number);
  CO_TRY(std::vector<Bytes> raw, co_await tools_.store.raw(key_, std::move(names)));
  LaneChanges changes;
  for (std::size_t begin = 0; begin < raw.size();) {
    std::vector<Bytes> batch;
    std::size_t bytes = 0;
    std::size_t end = begin;
    while (end < raw.size() && (batch.empty() || bytes + raw[end].size() <= kBytesAtOnce)) {
      bytes += raw[end].size();
      batch.push_back(std::move(raw[end++]));
    }
    const auto answers = co_await tools_.chain.broadcast(key_.network, std::move(batch));
    for (std::size_t i = begin; i < end; ++i) {
      // No answer at all counts as sent, too.
      note(parcels[i], answers ? answers->at(i - begin) : Answered{.message = answers.error().message}, changes);
    }
    begin = end;
  }
  co_return co_await commit(std::move(changes));
}

void LaneTurn::note(const Parcel& parcel, const Answered& answer, LaneChanges& changes) {
  Slot& slot = *slot_at(parcel.nonce);
  Attempt& attempt = *std::ranges::find(slot.attempts, parcel.number, &Attempt::number);
  tools_.on_answer(key_.network, answer.verdict);
  const Reaction reaction = react(slot, attempt, answer.verdict, answer.unanimous);
  ++attempt.sends;
  attempt.last_sent_at = now_;
  if (!attempt.first_sent_at) {
    attempt.first_sent_at = now_;
    attempt.sent_block = chain_.head;
  }
  attempt.verdict = answer.verdict;
  attempt.accepted = attempt.accepted || answer.verdict == Verdict::VERDICT_ACCEPTED;
  attempt.node = answer.node;
  attempt.message = answer.message;
  changes.notes.push_back({slot.nonce, attempt, reaction == Reaction::kFailed});
  if (answer.verdict != Verdict::VERDICT_ACCEPTED) {
    look_at(now_ + kSoon);
    memory_.doubtful = true;
  }

  Intent* intent = intent_of(slot);
  const bool live = intent != nullptr && !is_final(intent->status);
  if (reaction == Reaction::kFreeze) {
    condition_ = {LaneTrouble::kFrozen, "a node says: " + answer.message, {}, {}};
    tools_.log.error("a lane is frozen",
                     {{"network", key_.network}, {"account", key_.sender.text()}, {"reason", answer.message}});
  } else if (reaction == Reaction::kSubmitted && slot.state == SlotState::kSigned) {
    slot.state = SlotState::kSubmitted;
    changes.slots.push_back(write_of(slot));
    if (live && intent->status == Status::kSigned) {
      intent->status = Status::kSubmitted;
      changes.intents.push_back({*intent, {Status::kSubmitted}});
    }
  } else if (reaction == Reaction::kFailed) {
    if (live) {
      intent->status = Status::kFailed;
      intent->failure = {"NEVER_VALID", answer.message};
      intent->nonce.reset();
      changes.intents.push_back({*intent, {Status::kFailed}});
    }
    release(slot, changes);
    look_at(now_);
  } else if (reaction == Reaction::kGiveUp && live && !intent->cancel_requested) {
    intent->failure = {"NEVER_VALID", answer.message};
    intent->cancel_requested = true;
    changes.intents.push_back({*intent, {}});
    look_at(now_);
  }
}

}  // namespace coffer::transactions
