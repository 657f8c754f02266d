#include "services/transactions/store.h"

#include "base/id.h"
#include "platform/sql/testing/engines.h"

namespace coffer::transactions {
namespace {

constexpr auto kLease = std::chrono::seconds(10);

evm::Address address(std::uint8_t last) {
  evm::Address out;
  out.bytes[19] = last;
  return out;
}

class StoreTest : public sql::testing::OnEveryEngine {
 protected:
  StoreTest() {
    EXPECT_TRUE(run(sql::migrate(database(), migrations())));
    EXPECT_TRUE(run(sql::migrate(database(), outbox_.migrations())));
  }

  template <class T>
  T get(awaitable<Result<T>> task) {
    return run(std::move(task)).value();
  }

  Intent intent(const std::string& key = "") {
    Intent out;
    out.id = *new_id(clock_, entropy_);
    clock_.advance(std::chrono::milliseconds(1));
    out.owner = "ann";
    out.account_id = "acc";
    out.network = "ethereum";
    out.sender = kKey.sender;
    out.to = address(9);
    out.value = out.amount = U256::max();
    out.data = {1, 2, 3};
    out.limits.max_fee_per_gas = U256(7);
    out.gas_limit = 21000;
    out.idempotency_key = key;
    out.created_at = out.updated_at = clock_.now();
    return out;
  }
  Store::Created create(Intent one) {
    std::vector<Intent> intents{std::move(one)};
    return get(store_.create(std::move(intents))).front();
  }
  LaneRow claim(const std::string& worker = "one") { return get(store_.claim(kKey, worker, kLease)).value(); }
  LaneRows load() { return get(store_.load(kKey, 100)); }
  /// Takes the intent to a signed slot with one attempt.
  void sign(std::int64_t fence, Intent one, std::uint64_t nonce) {
    one.nonce = nonce;
    one.status = Status::kSigned;
    Slot slot;
    slot.nonce = nonce;
    slot.intent_id = one.id;
    slot.state = SlotState::kSigned;
    Attempt attempt;
    attempt.hash.bytes[0] = 0xab;
    attempt.fees = {U256(10), U256(1)};
    LaneChanges changes;
    changes.next_nonce = nonce + 1;
    changes.slots.push_back({slot, "acc"});
    changes.attempts.push_back({nonce, one.id, attempt, {0xde, 0xad}});
    changes.intents.push_back({one, {Status::kSigned}});
    ASSERT_TRUE(run(store_.commit(kKey, fence, std::move(changes))));
  }
  std::vector<std::string> events() {
    (void)get(outbox_.sequence(database(), 1000));
    std::vector<std::string> out;
    for (const events::Envelope& event : get(outbox_.after(database(), 0, 1000))) out.push_back(event.data);
    return out;
  }

  const LaneKey kKey{"ethereum", address(1)};
  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  SeededEntropy entropy_{1};
  events::Outbox outbox_{"transactions", clock_, entropy_};
  Store store_{database(), outbox_, clock_};
};

TEST_P(StoreTest, reads_back_every_field) {
  Intent one = intent("key");
  one.receiver = address(8);
  one.asset = address(9).text();
  one.valid_until = clock_.now();
  one.effects = std::string("\0\x01", 2);
  create(one);
  const Intent back = get(store_.find(one.id)).value();
  EXPECT_EQ(back.value, U256::max());
  EXPECT_EQ(back.data, one.data);
  EXPECT_EQ(back.receiver, one.receiver);
  EXPECT_EQ(back.limits.max_fee_per_gas, U256(7));
  EXPECT_EQ(back.limits.max_priority_fee_per_gas, std::nullopt);
  EXPECT_EQ(back.valid_until, one.valid_until);
  EXPECT_EQ(back.effects, one.effects);
  EXPECT_EQ(back.status, Status::kQueued);
  EXPECT_EQ(back.idempotency_key, "key");
}

TEST_P(StoreTest, stores_one_intent_under_a_key) {
  const Store::Created first = create(intent("key"));
  const Store::Created second = create(intent("key"));
  EXPECT_FALSE(first.existed);
  EXPECT_TRUE(second.existed);
  EXPECT_EQ(second.intent.id, first.intent.id);
  EXPECT_EQ(events().size(), 1U);
}

TEST_P(StoreTest, wakes_the_lane_with_the_intent) {
  create(intent());
  const auto due = get(store_.due_lanes("one", 10));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0], kKey);
}

TEST_P(StoreTest, lets_one_worker_have_a_lane_at_a_time) {
  create(intent());
  const LaneRow mine = claim("one");
  EXPECT_FALSE(get(store_.claim(kKey, "two", kLease)));
  clock_.advance(kLease + std::chrono::seconds(1));
  const auto theirs = get(store_.claim(kKey, "two", kLease));
  ASSERT_TRUE(theirs);
  EXPECT_GT(theirs->fence, mine.fence);
}

TEST_P(StoreTest, gives_a_worker_that_comes_back_its_own_lane_at_once) {
  create(intent());
  const LaneRow before = claim("one");
  EXPECT_EQ(claim("one").fence, before.fence + 1);
}

TEST_P(StoreTest, writes_nothing_for_a_worker_that_lost_its_lease) {
  const Intent one = create(intent()).intent;
  const std::int64_t old_fence = claim("one").fence;
  claim("one");
  LaneChanges changes;
  changes.next_nonce = 99;
  Intent changed = one;
  changed.status = Status::kCancelled;
  changes.intents.push_back({changed, {Status::kCancelled}});
  EXPECT_FALSE(run(store_.commit(kKey, old_fence, std::move(changes))));
  EXPECT_EQ(get(store_.find(one.id))->status, Status::kQueued);
  EXPECT_EQ(load().lane.next_nonce, std::nullopt);
}

TEST_P(StoreTest, writes_nothing_when_an_intent_was_changed_meanwhile) {
  const Intent one = create(intent()).intent;
  const std::int64_t fence = claim().fence;
  ASSERT_TRUE(run(store_.request_cancel(one.id)));
  LaneChanges changes;
  changes.next_nonce = 1;
  Intent reserved = one;
  reserved.nonce = 0;
  changes.intents.push_back({reserved, {}});
  const auto written = run(store_.commit(kKey, fence, std::move(changes)));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kConflict);
  EXPECT_EQ(load().lane.next_nonce, std::nullopt);
}

TEST_P(StoreTest, keeps_slot_attempt_bytes_and_events_together) {
  const Intent one = create(intent()).intent;
  sign(claim().fence, one, 5);
  const LaneRows rows = load();
  EXPECT_EQ(rows.lane.next_nonce, 6U);
  ASSERT_EQ(rows.slots.size(), 1U);
  EXPECT_EQ(rows.slots[0].attempts.size(), 1U);
  EXPECT_EQ(rows.intents.at(one.id).status, Status::kSigned);
  EXPECT_TRUE(rows.queue.empty());
  EXPECT_EQ(get(store_.raw(kKey, {{5, 1}})).front(), (Bytes{0xde, 0xad}));
  EXPECT_EQ(get(store_.find_by_hash(rows.slots[0].attempts[0].hash.text()))->id, one.id);
  const auto told = events();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_NE(told[0].find("\"queued\""), std::string::npos);
  EXPECT_NE(told[1].find("\"signed\""), std::string::npos);
}

TEST_P(StoreTest, ends_a_queued_intent_at_once_but_only_asks_for_a_signed_one) {
  const Intent queued = create(intent()).intent;
  EXPECT_EQ(get(store_.request_cancel(queued.id)).status, Status::kCancelled);
  const Intent one = create(intent()).intent;
  sign(claim().fence, one, 0);
  const Intent asked = get(store_.request_cancel(one.id));
  EXPECT_EQ(asked.status, Status::kSigned);
  EXPECT_TRUE(asked.cancel_requested);
  const auto again = run(store_.request_cancel(queued.id));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_P(StoreTest, remembers_which_attempt_was_to_be_raised) {
  const Intent one = create(intent()).intent;
  sign(claim().fence, one, 0);
  const Intent asked = get(store_.request_speed_up(one.id, Speed::kFast));
  EXPECT_EQ(asked.speed, Speed::kFast);
  EXPECT_EQ(asked.raise_above, 1);
}

TEST_P(StoreTest, lists_by_owner_account_and_status_newest_first) {
  const Intent first = create(intent()).intent;
  const Intent second = create(intent()).intent;
  ASSERT_TRUE(run(store_.request_cancel(first.id)));
  const sql::Page page = *sql::parse_page(10, "");
  const auto all = get(store_.list("ann", "", "", page));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, second.id);
  EXPECT_EQ(get(store_.list("ann", "acc", "queued", page)).size(), 1U);
  EXPECT_TRUE(get(store_.list("bob", "", "", page)).empty());
}

TEST_P(StoreTest, gives_a_lane_back_until_it_is_woken) {
  create(intent());
  const std::int64_t fence = claim().fence;
  const Intent queued = load().queue.front();
  ASSERT_TRUE(run(store_.request_cancel(queued.id)));
  ASSERT_TRUE(run(store_.release(kKey, fence, clock_.now() + std::chrono::hours(1))));
  EXPECT_TRUE(get(store_.due_lanes("one", 10)).empty());
  create(intent());
  EXPECT_EQ(get(store_.due_lanes("one", 10)).size(), 1U);
}

COFFER_ON_EVERY_ENGINE(StoreTest);

}  // namespace
}  // namespace coffer::transactions
