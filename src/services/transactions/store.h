#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/async/awaitable.h"
#include "platform/events/outbox.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "platform/sql/page.h"
#include "services/transactions/explain.h"
#include "services/transactions/intent.h"
#include "services/transactions/slot.h"

namespace coffer::transactions {

const sql::Migrations& migrations();

/// A lane's name: who sends on which network.
struct LaneKey {
  std::string network;
  evm::Address sender;
  auto operator<=>(const LaneKey&) const = default;
};

/// What holds the lane as a whole, as its row remembers it.
struct LaneCondition {
  LaneTrouble trouble = LaneTrouble::kNone;
  std::string text;
  U256 needed;
  U256 available;
  bool operator==(const LaneCondition&) const = default;
};

struct LaneRow {
  LaneKey key;
  std::optional<std::uint64_t> next_nonce;  // nothing until the chain was asked
  std::int64_t fence = 0;
  LaneCondition condition;
  Time wake_at;
};

/// Everything live of a lane, as one turn sees it.
struct LaneRows {
  LaneRow lane;
  std::vector<Slot> slots;                       // not spent, by nonce
  std::map<std::string, Intent> intents;         // of the slots, by id
  std::map<std::uint64_t, std::string> signers;  // nonce → account that signs there
  std::vector<Intent> queue;                     // waiting for a nonce, first come first
};

/// A new attempt with its bytes.
struct NewAttempt {
  std::uint64_t nonce = 0;
  std::string intent_id;
  Attempt attempt;
  Bytes raw;
};
struct SlotWrite {
  Slot slot;  // attempts are not written
  std::string account_id;
};
struct AttemptNote {
  std::uint64_t nonce = 0;
  Attempt attempt;  // what was sent when, and what was answered
  bool discarded = false;
};
struct IntentWrite {
  Intent intent;               // with the version that was read
  std::vector<Status> passed;  // the statuses it went through, each an event
};

/// What one step of a turn changes; one commit.
struct LaneChanges {
  std::optional<std::uint64_t> next_nonce;
  std::optional<LaneCondition> condition;
  std::vector<SlotWrite> slots;
  std::vector<std::uint64_t> removed_slots;
  std::vector<NewAttempt> attempts;
  std::vector<AttemptNote> notes;
  std::vector<IntentWrite> intents;
  [[nodiscard]] bool empty() const;
};

/// The rows of intents and lanes, in the words of docs/designs/intent.md.
class Store {
 public:
  Store(sql::Database& database, events::Outbox& outbox, const Clock& clock);

  // ---- intents

  /// What came of storing one: the intent, and whether it was there before under its key.
  struct Created {
    Intent intent;
    bool existed = false;
  };
  /// Stores all or none; their lanes are woken. One that has the key of another is answered with that one.
  awaitable<Result<std::vector<Created>>> create(std::vector<Intent> intents);
  awaitable<Result<std::optional<Intent>>> find(std::string id);
  /// By the hash of any of its attempts.
  awaitable<Result<std::optional<Intent>>> find_by_hash(std::string hash);
  awaitable<Result<std::optional<Intent>>> find_by_key(std::string owner, std::string key);
  /// Newest first; empty `account_id` and `status` are all.
  awaitable<Result<std::vector<Intent>>> list(std::string owner, std::string account_id, std::string status,
                                              sql::Page page);
  awaitable<Result<std::map<std::string, std::vector<Attempt>>>> attempts_of(std::vector<std::string> intent_ids);
  /// What a live intent of a sender may still take.
  struct Pledge {
    std::string intent_id;
    std::optional<std::uint64_t> nonce;
    U256 native;  // at most, in wei
    std::string asset;
    U256 asset_amount;
  };
  awaitable<Result<std::vector<Pledge>>> pledges(LaneKey key, FeeMarket market);

  /// Ends a queued intent at once, or asks its lane to cancel. CONFLICT when it is final.
  awaitable<Result<Intent>> request_cancel(std::string id);
  /// Asks the lane for a higher offer. CONFLICT when it is final or mined.
  awaitable<Result<Intent>> request_speed_up(std::string id, std::optional<Speed> speed);

  // ---- lanes

  /// Takes the lane if its lease is free, over, or `owner`'s own; the fence grows. Nothing: somebody
  /// else works on it, or there is none.
  awaitable<Result<std::optional<LaneRow>>> claim(LaneKey key, std::string owner, Duration lease);
  /// Keeps the lease; UNAVAILABLE when the fence is not mine any more.
  awaitable<Result<void>> renew(LaneKey key, std::int64_t fence, Duration lease);
  /// Gives the lane back, to be looked at again at `wake_at`; the fence must still be mine.
  awaitable<Result<void>> release(LaneKey key, std::int64_t fence, Time wake_at);
  /// Lanes that have something spent at or above a block: what a reorganisation of it may have undone.
  awaitable<Result<std::vector<LaneKey>>> lanes_since(std::string network, std::uint64_t block, std::int64_t limit);
  /// Lanes that want to be looked at and that nobody holds (or `owner` did).
  awaitable<Result<std::vector<LaneKey>>> due_lanes(std::string owner, std::int64_t limit);
  awaitable<Result<std::optional<LaneRow>>> lane(LaneKey key);
  awaitable<Result<LaneRows>> load(LaneKey key, std::int64_t queue_limit);
  awaitable<Result<std::optional<Slot>>> slot(LaneKey key, std::uint64_t nonce);
  /// How many queued intents of the lane came before this one.
  awaitable<Result<std::size_t>> ahead_of(LaneKey key, std::string id);
  /// The bytes of attempts (nonce, number), in the order asked.
  awaitable<Result<std::vector<Bytes>>> raw(LaneKey key, std::vector<std::pair<std::uint64_t, int>> attempts);
  /// Spent slots at or above a nonce: what a reorganisation deeper than finality has undone.
  awaitable<Result<std::vector<Slot>>> spent_from(LaneKey key, std::uint64_t nonce, std::int64_t limit);
  /// The account that signs at that nonce; empty when unknown.
  awaitable<std::string> signer_of(LaneKey key, std::uint64_t nonce);

  /// Writes one step. UNAVAILABLE when the fence is not mine any more, CONFLICT when an intent was
  /// changed meanwhile; then nothing is written.
  awaitable<Result<void>> commit(LaneKey key, std::int64_t fence, LaneChanges changes);

 private:
  awaitable<Result<void>> append_event(sql::Transaction& transaction, const Intent& intent, Status status);

  sql::Database& database_;
  events::Outbox& outbox_;
  const Clock& clock_;
};

}  // namespace coffer::transactions
