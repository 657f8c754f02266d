#pragma once

#include <optional>
#include <string>

#include "services/transactions/lane.h"

namespace coffer::transactions {

/// What holds a lane as a whole; the worker writes it down with its reason.
enum class LaneTrouble : std::uint8_t {
  kNone,
  kFunds,   // the account cannot pay for the next intent
  kSigner,  // the signer does not answer
  kNodes,   // no node answers
  kFrozen,  // stopped until somebody has looked
  kFull,    // as many in flight as allowed
};
std::string_view lane_trouble_name(LaneTrouble trouble);
LaneTrouble lane_trouble_from(std::string_view name);

/// Everything that decides about one intent, as the rows hold it.
struct Situation {
  Status status = Status::kQueued;
  std::string failure;  // message of a failed or rejected intent
  std::string symbol;   // of the native coin
  Speed speed = Speed::kNormal;
  std::optional<Time> valid_until;
  bool cancel_requested = false;
  bool expiring = false;  // the cancel was started by `valid_until`

  LaneTrouble trouble = LaneTrouble::kNone;
  std::string trouble_text;  // of kFrozen: why
  U256 needed;               // of kFunds, in wei
  U256 available;
  std::optional<Time> next_look;
  std::size_t ahead = 0;  // intents of the lane that come first

  std::optional<Slot> slot;
  std::uint64_t lowest_waiting_nonce = 0;  // of the lane
  std::uint64_t head = 0;
  U256 base_fee;
  std::uint64_t confirmations_wanted = 1;
  Duration block_time = std::chrono::seconds{12};
  bool fee_capped = false;  // the owner's cap forbids the next bump
};

struct Explained {
  std::string state;
  std::string reason;
  std::string next_step;  // empty when nothing follows
  std::optional<Time> next_step_at;
};

/// Why an intent stands where it stands and what happens next, in plain words.
Explained explain(const Situation& situation, const LaneRules& rules, Time now);

}  // namespace coffer::transactions
