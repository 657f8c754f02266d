#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "services/transactions/slot.h"

/// The rules of a lane as pure functions: rows and what the chain says go in, a decision comes out.
/// docs/designs/intent.md numbers the rules.
namespace coffer::transactions {

struct LaneRules {
  FeeRules fees;
  std::size_t max_in_flight = 64;
  /// Blocks that may pass after a send before it counts as stuck, by Speed.
  std::array<std::uint64_t, 3> patience_blocks{50, 15, 5};
  /// After an unknown answer the same bytes go out again after this, doubled each time …
  Duration resend_after = std::chrono::milliseconds{500};
  /// … but at least this often.
  Duration resend_limit = std::chrono::seconds{30};
  /// How long a nonce must have been seen used by somebody else before the slot is given up.
  Duration suspicion = std::chrono::seconds{2};
  /// How long a nonce is kept for a transaction that its owner sends, while others wait behind it and
  /// no node has seen it. Then an empty transaction takes the nonce, so that nothing is jammed.
  Duration owner_patience = std::chrono::seconds{15};
  /// Attempts on one ticket, cancels included.
  int max_attempts = 20;
  bool operator==(const LaneRules&) const = default;
};

// ---- what happened to a slot

/// One of our attempts is in a block that it was not in before; `sighting.final` says how deep.
struct SlotMined {
  const Attempt* attempt;
  const Sighting* sighting;
};
/// The block that held it is gone (rule 13): watched and sent again.
struct SlotReorganised {};
/// The nonce is used and none of our attempts is found; not yet final, so nothing is given up.
struct SlotSuspected {};
/// A foreign transaction with this nonce is final (rule 8).
struct SlotVoid {};
struct SlotUnchanged {};
using SlotNews = std::variant<SlotUnchanged, SlotMined, SlotReorganised, SlotSuspected, SlotVoid>;

/// Compares a slot with the chain. Only looks at live slots that have attempts, or are foreign.
SlotNews judge(const Slot& slot, const ChainView& chain, const LaneRules& rules, Time now);

/// Whether the chain has to be asked for the attempts of this slot in this turn: its nonce is used,
/// or it was sent a while ago and may have been forgotten by the pools.
bool needs_sighting(const Slot& slot, std::uint64_t latest_nonce, const LaneRules& rules, Time now);

// ---- who comes next

/// A queued intent as far as admission cares.
struct Candidate {
  std::string intent_id;
  U256 cost;  // the most its first attempt can take
};
struct Admission {
  struct Ticket {
    std::uint64_t nonce;
    std::string intent_id;
  };
  std::vector<Ticket> tickets;
  std::uint64_t next_nonce = 0;  // afterwards
  /// The first candidate that could not be paid: what it needs and what there is.
  struct Shortage {
    std::string intent_id;
    U256 needed;
    U256 available;
  };
  std::optional<Shortage> shortage;
};

/// Gives nonces to candidates in order: released ones first, lowest first, then the lane's next
/// (rules 1, 9, 10). Stops at the bound of `max_in_flight` or at the first that cannot be paid out of
/// balance minus what live slots reserve.
Admission admit(std::span<const Slot> slots, std::uint64_t next_nonce, std::span<const Candidate> candidates,
                const U256& balance, const LaneRules& rules);

/// Nonces of intents without bytes that can no longer be paid besides everything else that lives, because
/// fees rose or the balance fell while the signer was away: the highest first, until the rest fits (rule 10).
std::vector<std::uint64_t> unpayable(std::span<const Slot> slots, const U256& balance);

/// The released nonces below live ones, which need a filler when nobody takes them.
std::vector<std::uint64_t> gaps(std::span<const Slot> slots);

/// The lane's next nonce after its highest slots that are released are given back (their rows go).
std::uint64_t next_after_release(std::span<const Slot> slots, std::uint64_t next_nonce);

// ---- a further attempt

/// What the owner of a slot's intent wants now.
struct Wish {
  Speed speed = Speed::kNormal;
  FeeLimits limits = {};
  bool cancel = false;                  // asked for, or `valid_until` has passed
  std::optional<int> raise_above = {};  // speed_up was asked when this was the newest attempt's number
};
struct NextAttempt {
  AttemptKind kind;
  FeeTerms fees;
};
struct NoAttempt {
  enum class Why : std::uint8_t { kPatience, kCapped, kBehind, kEnough, kUsed } why = Why::kPatience;
  std::optional<FeeCapped> capped = {};
};
using AttemptDecision = std::variant<NextAttempt, NoAttempt>;

/// Whether a signed or submitted slot gets another attempt: because its owner asked (speed up,
/// cancel), a node wants more (underpriced replacement, fee too low), or it has been stuck for longer
/// than its speed allows (rule 4). `head_of_line`: no lower nonce is waiting for the chain.
AttemptDecision next_attempt(const Slot& slot, const Wish& wish, bool head_of_line, const ChainView& chain,
                             const LaneRules& rules);

// ---- sending

/// When an attempt's bytes are due to be sent, or sent again (rule 3). Nothing: not at all, as things
/// stand. `jitter` in 0..1 spreads the retries.
std::optional<Time> send_due(const Slot& slot, const Attempt& attempt, const ChainView& chain, const LaneRules& rules,
                             Time now, double jitter);

/// What a round of answers does to a slot beyond noting them.
enum class Reaction : std::uint8_t {
  kNone,       // watch, send again, or raise as the rules above say
  kSubmitted,  // a node has it
  kFailed,     // no node can ever take it, and every node said so at once: the slot is released
  kGiveUp,     // the same, but a node may have it: the ticket is spent by a cancel, then it fails
  kFreeze,     // wrong chain, sender or signature: the lane stops
};
/// `attempt` as it was before this round of answers; `unanimous`: every node that was asked said the same.
Reaction react(const Slot& slot, const Attempt& attempt, Verdict verdict, bool unanimous);

}  // namespace coffer::transactions
