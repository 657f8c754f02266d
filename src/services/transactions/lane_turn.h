#pragma once

#include <functional>

#include "base/entropy.h"
#include "platform/telemetry/log.h"
#include "services/transactions/chain_port.h"
#include "services/transactions/signing.h"

namespace coffer::transactions {

/// What working a lane needs; everything outlives it.
struct LaneTools {
  Store& store;
  ChainPort& chain;
  Signing& signing;
  const Clock& clock;
  Entropy& entropy;
  const LaneRules& rules;
  telemetry::Log log;
  /// Told of every intent that was written, after the commit, and of the statuses it passed.
  std::function<void(const IntentWrite& write)> on_written;
  /// Told of every answer of the nodes.
  std::function<void(const std::string& network, Verdict verdict)> on_answer;
};

/// What a lane's worker remembers of the chain between turns: good as long as the head is the same.
struct LaneMemory {
  std::string head_hash;
  ChainView view;
  Time read_at = {};
  bool doubtful = true;  // a node said something else than "accepted": ask again
};

/// One turn of a lane: load, observe, judge, admit, sign, store, send, note. Every step is one commit
/// under the fence; whatever fails drops the turn, and the next one begins with the rows.
class LaneTurn {
 public:
  LaneTurn(const LaneTools& tools, LaneKey key, std::int64_t fence, bool first, LaneMemory& memory);

  struct Outcome {
    bool idle = false;  // nothing lives and nothing is queued
    Time next_look;
  };
  awaitable<Result<Outcome>> run();

 private:
  // lane_turn.cc
  awaitable<Result<void>> observe();
  awaitable<Result<void>> commit(LaneChanges changes);
  awaitable<Result<void>> set_condition(LaneCondition condition);
  [[nodiscard]] Intent* intent_of(const Slot& slot);
  Slot* slot_at(std::uint64_t nonce);
  void look_at(Time time);
  [[nodiscard]] SlotWrite write_of(const Slot& slot) const;
  void refresh_live();

  // lane_turn_adopt.cc: what the chain knows and the rows do not (rules 8, 11)
  awaitable<Result<void>> adopt();
  awaitable<Result<void>> adopt_used(std::uint64_t from, std::uint64_t to);
  awaitable<Result<void>> adopt_pending();
  awaitable<Result<void>> reopen();

  // lane_turn_judge.cc: what happened to slots (rules 7, 8, 13) and to waiting intents (rule 6)
  awaitable<Result<void>> judge_slots();
  void mined(Slot& slot, const SlotMined& news, LaneChanges& changes);
  void reorganised(Slot& slot, LaneChanges& changes);
  void voided(Slot& slot, LaneChanges& changes);
  std::optional<Time> kept_until(const Slot& slot, const Intent& intent) const;
  awaitable<Result<void>> end_waiting();
  void release(Slot& slot, LaneChanges& changes);

  // lane_turn_sign.cc: nonces and signatures (rules 1, 2, 4, 5, 9, 10, 14)
  [[nodiscard]] U256 first_cost(const Intent* intent) const;
  awaitable<Result<void>> give_back_unpayable();
  awaitable<Result<void>> admit_queue();
  awaitable<Result<void>> fill_gaps();
  awaitable<Result<void>> sign_attempts();
  awaitable<Result<bool>> sign_slot(Slot& slot, AttemptKind kind, FeeTerms fees, LaneChanges& changes);
  awaitable<Result<bool>> refused(Slot& slot, AttemptKind kind, Error error, LaneChanges& changes);
  [[nodiscard]] std::optional<NextAttempt> wanted_attempt(const Slot& slot, bool head_of_line);

  // lane_turn_send.cc: sending and what was answered (rule 3)
  struct Parcel {
    std::uint64_t nonce;
    int number;
  };
  awaitable<Result<void>> send_due_attempts();
  awaitable<Result<void>> send(std::vector<Parcel> parcels);
  void note(const Parcel& parcel, const Answered& answer, LaneChanges& changes);
  double jitter();

  const LaneTools& tools_;
  const LaneKey key_;
  const std::int64_t fence_;
  const bool first_;
  Time now_;
  LaneRows rows_;
  LaneMemory& memory_;
  ChainView chain_;
  NetworkFacts network_;
  Time next_look_;
  LaneCondition condition_;  // what this turn found; written at its end
};

}  // namespace coffer::transactions
