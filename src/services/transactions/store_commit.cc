#include "services/transactions/rows.h"
#include "services/transactions/store.h"

namespace coffer::transactions {
namespace {

using sql::Query;
using sql::Rows;
using sql::Transaction;
using sql::Values;

constexpr Query kGuard{"transactions.guard_lane",
                       "UPDATE transactions_lanes SET next_nonce = COALESCE($4, next_nonce) "
                       "WHERE network = $1 AND sender = $2 AND fence = $3"};
constexpr Query kCondition{"transactions.lane_condition",
                           "UPDATE transactions_lanes SET trouble = $4, trouble_text = $5, needed = $6, available = $7 "
                           "WHERE network = $1 AND sender = $2 AND fence = $3"};
constexpr Query kRemoveSlot{"transactions.remove_slot",
                            "DELETE FROM transactions_slots WHERE network = $1 AND sender = $2 AND nonce = $3"};
constexpr Query kWriteSlot{
    "transactions.write_slot",
    "INSERT INTO transactions_slots (network, sender, " COFFER_SLOT_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (network, sender, nonce) DO UPDATE SET "
    "intent_id = excluded.intent_id, account_id = excluded.account_id, state = excluded.state, foreign_use = "
    "excluded.foreign_use, block_number = excluded.block_number, block_hash = excluded.block_hash, mined_hash = "
    "excluded.mined_hash, suspected_at = excluded.suspected_at"};
constexpr Query kInsertAttempt{
    "transactions.insert_attempt",
    "INSERT INTO transactions_attempts (network, sender, intent_id, raw, discarded, " COFFER_ATTEMPT_COLUMNS
    ") VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
    "$22)"};
constexpr Query kNote{
    "transactions.note_attempt",
    "UPDATE transactions_attempts SET first_sent_at = $5, last_sent_at = $6, sends = $7, sent_block = "
    "$8, verdict = $9, accepted = $10, node = $11, message = $12, discarded = $13 "
    "WHERE network = $1 AND sender = $2 AND nonce = $3 AND number = $4"};
constexpr Query kWriteIntent{
    "transactions.write_intent",
    "UPDATE transactions_intents SET status = $3, failure_code = $4, failure_message = $5, nonce = $6, hash = $7, "
    "block_number = $8, fee_paid = $9, contract_address = $10, cancel_requested = $11, expiring = $12, raise_above = "
    "$13, updated_at = $14, version = version + 1 WHERE id = $1 AND version = $2"};

std::int64_t flag(bool value) { return value ? 1 : 0; }

Values slot_values(const LaneKey& key, const SlotWrite& write) {
  const Slot& slot = write.slot;
  std::optional<std::uint64_t> block;
  std::optional<std::string> block_hash;
  std::optional<std::string> hash;
  if (slot.inclusion) {
    block = slot.inclusion->block_number;
    block_hash = slot.inclusion->block_hash.text();
    hash = slot.inclusion->hash.text();
  }
  return sql::to_values(key.network, sender_text(key), slot.nonce, slot.intent_id, write.account_id,
                        slot_state_name(slot.state), flag(slot.foreign), block, block_hash, hash, slot.suspected_at);
}

Values attempt_values(const LaneKey& key, const NewAttempt& item) {
  const Attempt& a = item.attempt;
  return sql::to_values(key.network, sender_text(key), item.intent_id, item.raw, item.nonce, a.number,
                        attempt_kind_name(a.kind), a.hash.text(), a.fees.max_fee_per_gas,
                        a.fees.max_priority_fee_per_gas, flag(a.fees.legacy), a.gas_limit, a.cost, a.created_at,
                        a.first_sent_at, a.last_sent_at, a.sends, a.sent_block, static_cast<int>(a.verdict),
                        flag(a.accepted), a.node, a.message);
}

Values note_values(const LaneKey& key, const AttemptNote& item) {
  const Attempt& a = item.attempt;
  return sql::to_values(key.network, sender_text(key), item.nonce, a.number, a.first_sent_at, a.last_sent_at, a.sends,
                        a.sent_block, static_cast<int>(a.verdict), flag(a.accepted), a.node, a.message,
                        flag(item.discarded));
}

Values intent_change(const Intent& i, Time now) {
  const std::optional<std::string> hash = i.hash.empty() ? std::nullopt : std::optional(i.hash);
  return sql::to_values(i.id, i.version, status_name(i.status), i.failure.code, i.failure.message, i.nonce, hash,
                        i.block_number, i.fee_paid, i.contract_address, flag(i.cancel_requested), flag(i.expiring),
                        i.raise_above, now);
}

awaitable<Result<std::uint64_t>> write_all(Transaction& transaction, Query query, std::vector<Values> values) {
  if (values.empty()) co_return std::uint64_t{0};
  co_return co_await transaction.execute_many(query, std::move(values));
}

template <class Item, class ToValues>
std::vector<Values> values_of(const std::vector<Item>& items, ToValues to_values) {
  std::vector<Values> out;
  out.reserve(items.size());
  for (const Item& item : items) out.push_back(to_values(item));
  return out;
}

awaitable<Result<void>> write_lane(Transaction& transaction, const LaneKey& key, std::int64_t fence,
                                   const LaneChanges& changes) {
  CO_TRY(const Rows guarded,
         co_await transaction.execute(kGuard, key.network, sender_text(key), fence, changes.next_nonce));
  if (guarded.affected() != 1) co_return fail(unavailable("the lane is worked by another process"));
  if (changes.condition) {
    const LaneCondition& c = *changes.condition;
    CO_CHECK(co_await transaction.execute(kCondition, key.network, sender_text(key), fence,
                                          lane_trouble_name(c.trouble), c.text, c.needed, c.available));
  }
  co_return Result<void>();
}

awaitable<Result<void>> write_slots(Transaction& transaction, const LaneKey& key, const LaneChanges& changes) {
  CO_CHECK(co_await write_all(transaction, kRemoveSlot, values_of(changes.removed_slots, [&](std::uint64_t nonce) {
                                return sql::to_values(key.network, sender_text(key), nonce);
                              })));
  CO_CHECK(co_await write_all(transaction, kWriteSlot,
                              values_of(changes.slots, [&](const SlotWrite& w) { return slot_values(key, w); })));
  CO_CHECK(co_await write_all(transaction, kInsertAttempt, values_of(changes.attempts, [&](const NewAttempt& a) {
                                return attempt_values(key, a);
                              })));
  CO_CHECK(co_await write_all(transaction, kNote,
                              values_of(changes.notes, [&](const AttemptNote& n) { return note_values(key, n); })));
  co_return Result<void>();
}

}  // namespace

bool LaneChanges::empty() const {
  return !next_nonce && !condition && slots.empty() && removed_slots.empty() && attempts.empty() && notes.empty() &&
         intents.empty();
}

awaitable<Result<void>> Store::commit(LaneKey key, std::int64_t fence, LaneChanges changes) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await write_lane(transaction, key, fence, changes));
    CO_CHECK(co_await write_slots(transaction, key, changes));
    const Time now = clock_.now();
    CO_TRY(const std::uint64_t written,
           co_await write_all(transaction, kWriteIntent, values_of(changes.intents, [&](const IntentWrite& w) {
                                return intent_change(w.intent, now);
                              })));
    // Somebody cancelled, or asked for more speed, since the rows were read: read them again.
    if (written != changes.intents.size()) co_return fail(conflict("an intent was changed meanwhile"));
    for (const IntentWrite& write : changes.intents) {
      for (const Status status : write.passed) CO_CHECK(co_await append_event(transaction, write.intent, status));
    }
    co_return Result<void>();
  });
}

}  // namespace coffer::transactions
