#include <algorithm>

#include "services/transactions/rows.h"
#include "services/transactions/store.h"

namespace coffer::transactions {
namespace {

using sql::Query;
using sql::Row;
using sql::Rows;
using sql::Transaction;

constexpr Query kClaim{"transactions.claim_lane",
                       "UPDATE transactions_lanes SET lease_owner = $3, lease_until = $5, fence = fence + 1 "
                       "WHERE network = $1 AND sender = $2 AND (lease_until < $4 OR lease_owner = $3) "
                       "RETURNING " COFFER_LANE_COLUMNS};
constexpr Query kRenew{
    "transactions.renew_lease",
    "UPDATE transactions_lanes SET lease_until = $4 WHERE network = $1 AND sender = $2 AND fence = $3"};
// A wake-up that came since the lane was read stays.
constexpr Query kRelease{"transactions.release_lane",
                         "UPDATE transactions_lanes SET lease_owner = '', lease_until = 0, wake_at = $4 "
                         "WHERE network = $1 AND sender = $2 AND fence = $3"};
constexpr Query kUnworked{"transactions.unworked",
                          "SELECT COUNT(*) FROM transactions_intents WHERE network = $1 AND sender = $2 AND status = "
                          "'queued' AND kind = 'evm_transaction'"};
constexpr Query kDue{"transactions.due_lanes",
                     "SELECT network, sender FROM transactions_lanes WHERE wake_at <= $1 AND (lease_until < $1 OR "
                     "lease_owner = $2) ORDER BY wake_at LIMIT $3"};
constexpr Query kSince{
    "transactions.lanes_since",
    "SELECT DISTINCT network, sender FROM transactions_slots WHERE network = $1 AND block_number >= $2 "
    "AND state = 'spent' LIMIT $3"};
constexpr Query kLane{"transactions.lane",
                      "SELECT " COFFER_LANE_COLUMNS " FROM transactions_lanes WHERE network = $1 AND sender = $2"};
constexpr Query kSlots{"transactions.live_slots",
                       "SELECT " COFFER_SLOT_COLUMNS
                       " FROM transactions_slots WHERE network = $1 AND sender = $2 AND state IN "
                       "('reserved', 'signed', 'submitted', 'mined', 'released') ORDER BY nonce"};
constexpr Query kSlotAttempts{
    "transactions.live_attempts",
    "SELECT " COFFER_ATTEMPT_COLUMNS
    " FROM transactions_attempts WHERE network = $1 AND sender = $2 AND nonce >= $3 AND nonce <= $4 "
    "AND discarded = 0 ORDER BY nonce, number"};
constexpr Query kSlot{"transactions.slot",
                      "SELECT " COFFER_SLOT_COLUMNS
                      " FROM transactions_slots WHERE network = $1 AND sender = $2 AND nonce = $3"};
constexpr Query kLiveIntents{
    "transactions.live_intents",
    "SELECT " COFFER_INTENT_COLUMNS
    " FROM transactions_intents WHERE id IN (SELECT intent_id FROM transactions_slots WHERE network = $1 AND sender = "
    "$2 AND state IN ('reserved', 'signed', 'submitted', 'mined', 'released'))"};
constexpr Query kQueue{"transactions.queue",
                       "SELECT " COFFER_INTENT_COLUMNS
                       " FROM transactions_intents WHERE network = $1 AND sender = $2 AND status = 'queued' "
                       "AND nonce IS NULL AND kind = 'evm_transaction' ORDER BY id LIMIT $3"};
constexpr Query kAhead{"transactions.ahead_of",
                       "SELECT COUNT(*) FROM transactions_intents WHERE network = $1 AND sender = $2 AND status = "
                       "'queued' AND kind = 'evm_transaction' AND id < $3"};
constexpr Query kRaw{"transactions.raw",
                     "SELECT raw FROM transactions_attempts WHERE network = $1 AND sender = $2 AND nonce = $3 AND "
                     "number = $4"};
constexpr Query kSpentFrom{"transactions.spent_from",
                           "SELECT " COFFER_SLOT_COLUMNS
                           " FROM transactions_slots WHERE network = $1 AND sender = $2 AND state = 'spent' AND nonce "
                           ">= $3 ORDER BY nonce LIMIT $4"};
Error lease_lost() { return unavailable("the lane is worked by another process"); }

}  // namespace

awaitable<Result<std::optional<LaneRow>>> Store::claim(LaneKey key, std::string owner, Duration lease) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<std::optional<LaneRow>>> {
    const Time now = clock_.now();
    CO_TRY(const Rows rows,
           co_await transaction.execute(kClaim, key.network, sender_text(key), owner, now, now + lease));
    const auto row = rows.first();
    co_return row ? std::optional(read_lane(*row)) : std::nullopt;
  });
}

awaitable<Result<void>> Store::renew(LaneKey key, std::int64_t fence, Duration lease) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const Rows rows,
           co_await transaction.execute(kRenew, key.network, sender_text(key), fence, clock_.now() + lease));
    if (rows.affected() != 1) co_return fail(lease_lost());
    co_return Result<void>();
  });
}

awaitable<Result<void>> Store::release(LaneKey key, std::int64_t fence, Time wake_at) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const Rows queued, co_await transaction.execute(kUnworked, key.network, sender_text(key)));
    const Time when = queued[0].i64(0) > 0 ? std::min(wake_at, clock_.now() + std::chrono::seconds(1)) : wake_at;
    CO_TRY(const Rows rows, co_await transaction.execute(kRelease, key.network, sender_text(key), fence, when));
    if (rows.affected() != 1) co_return fail(lease_lost());
    co_return Result<void>();
  });
}

awaitable<Result<std::vector<LaneKey>>> Store::due_lanes(std::string owner, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(kDue, clock_.now(), owner, limit));
  std::vector<LaneKey> out;
  for (const Row row : rows) out.push_back({row.text(0), evm::Address::parse(row.text(1)).value()});
  co_return out;
}

awaitable<Result<std::vector<LaneKey>>> Store::lanes_since(std::string network, std::uint64_t block,
                                                           std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(kSince, network, block, limit));
  std::vector<LaneKey> out;
  for (const Row row : rows) out.push_back({row.text(0), evm::Address::parse(row.text(1)).value()});
  co_return out;
}

awaitable<Result<std::optional<LaneRow>>> Store::lane(LaneKey key) {
  CO_TRY(const Rows rows, co_await database_.read(kLane, key.network, sender_text(key)));
  const auto row = rows.first();
  co_return row ? std::optional(read_lane(*row)) : std::nullopt;
}

awaitable<Result<LaneRows>> Store::load(LaneKey key, std::int64_t queue_limit) {
  const std::string sender = sender_text(key);
  LaneRows out;
  CO_TRY(const Rows lanes, co_await database_.read(kLane, key.network, sender));
  if (lanes.empty()) co_return fail(not_found("lane"));
  out.lane = read_lane(lanes[0]);
  CO_TRY(const Rows slots, co_await database_.read(kSlots, key.network, sender));
  for (const Row row : slots) {
    out.slots.push_back(read_slot(row));
    out.signers[out.slots.back().nonce] = row.text(2);
  }
  if (!out.slots.empty()) {
    CO_TRY(const Rows attempts, co_await database_.read(kSlotAttempts, key.network, sender, out.slots.front().nonce,
                                                        out.slots.back().nonce));
    auto slot = out.slots.begin();
    for (const Row row : attempts) {
      const auto nonce = static_cast<std::uint64_t>(row.i64(0));
      while (slot != out.slots.end() && slot->nonce < nonce) ++slot;
      if (slot != out.slots.end() && slot->nonce == nonce) slot->attempts.push_back(read_attempt(row));
    }
    CO_TRY(const Rows intents, co_await database_.read(kLiveIntents, key.network, sender));
    for (const Row row : intents) {
      Intent intent = read_intent(row);
      std::string id = intent.id;
      out.intents.emplace(std::move(id), std::move(intent));
    }
  }
  CO_TRY(const Rows queue, co_await database_.read(kQueue, key.network, sender, queue_limit));
  for (const Row row : queue) out.queue.push_back(read_intent(row));
  co_return out;
}

awaitable<Result<std::optional<Slot>>> Store::slot(LaneKey key, std::uint64_t nonce) {
  const std::string sender = sender_text(key);
  CO_TRY(const Rows rows, co_await database_.read(kSlot, key.network, sender, nonce));
  if (rows.empty()) co_return std::nullopt;
  Slot out = read_slot(rows[0]);
  CO_TRY(const Rows attempts, co_await database_.read(kSlotAttempts, key.network, sender, nonce, nonce));
  for (const Row row : attempts) out.attempts.push_back(read_attempt(row));
  co_return out;
}

awaitable<Result<std::size_t>> Store::ahead_of(LaneKey key, std::string id) {
  CO_TRY(const Rows rows, co_await database_.read(kAhead, key.network, sender_text(key), id));
  co_return static_cast<std::size_t>(rows[0].i64(0));
}

awaitable<Result<std::vector<Bytes>>> Store::raw(LaneKey key, std::vector<std::pair<std::uint64_t, int>> attempts) {
  std::vector<Bytes> out;
  for (const auto& [nonce, number] : attempts) {
    CO_TRY(const Rows rows, co_await database_.read(kRaw, key.network, sender_text(key), nonce, number));
    if (rows.empty()) co_return fail(internal("an attempt has no bytes"));
    out.push_back(rows[0].bytes(0));
  }
  co_return out;
}

awaitable<Result<std::vector<Slot>>> Store::spent_from(LaneKey key, std::uint64_t nonce, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(kSpentFrom, key.network, sender_text(key), nonce, limit));
  std::vector<Slot> out;
  for (const Row row : rows) out.push_back(read_slot(row));
  co_return out;
}

awaitable<std::string> Store::signer_of(LaneKey key, std::uint64_t nonce) {
  const auto rows = co_await database_.read(kSlot, key.network, sender_text(key), nonce);
  co_return rows && !rows->empty() ? (*rows)[0].text(2) : std::string();
}

}  // namespace coffer::transactions
