#include "platform/events/outbox.h"

#include "platform/sql/testing/engines.h"

namespace coffer::events {
namespace {

class OutboxTest : public sql::testing::OnEveryEngine {
 protected:
  OutboxTest() { EXPECT_TRUE(run(sql::migrate(database(), outbox_.migrations()))); }

  Result<std::string> append(std::string key, std::string data, bool commit = true) {
    return run(database().transaction([&](sql::Transaction& transaction) -> sql::awaitable<Result<std::string>> {
      auto id = co_await outbox_.append(transaction, {.type = "test.happened", .key = key, .data = data});
      if (!commit) co_return fail(conflict("given up"));
      co_return id;
    }));
  }
  std::uint64_t sequence(std::int64_t limit = 100) { return *run(outbox_.sequence(database(), limit)); }
  std::vector<Envelope> after(std::int64_t position) { return *run(outbox_.after(database(), position, 100)); }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  SeededEntropy entropy_{1};
  Outbox outbox_{"test", clock_, entropy_};
};

TEST_P(OutboxTest, gives_positions_without_gaps_in_the_order_of_appending) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(append("k", std::to_string(i)));
  EXPECT_EQ(sequence(), 5U);
  const auto events = after(0);
  ASSERT_EQ(events.size(), 5U);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(events[static_cast<std::size_t>(i)].position, i + 1);
    EXPECT_EQ(events[static_cast<std::size_t>(i)].data, std::to_string(i));
  }
}

TEST_P(OutboxTest, shows_nothing_before_it_has_a_position) {
  ASSERT_TRUE(append("k", "1"));
  EXPECT_TRUE(after(0).empty());
  EXPECT_EQ(*run(outbox_.last_position(database())), 0);
}

TEST_P(OutboxTest, keeps_nothing_of_a_transaction_that_was_rolled_back) {
  EXPECT_FALSE(append("k", "1", false));
  EXPECT_EQ(sequence(), 0U);
}

TEST_P(OutboxTest, wakes_the_listener_at_commit_only) {
  int woken = 0;
  outbox_.on_append([&] { ++woken; });
  EXPECT_FALSE(append("k", "1", false));
  EXPECT_EQ(woken, 0);
  EXPECT_TRUE(append("k", "2"));
  EXPECT_EQ(woken, 1);
}

TEST_P(OutboxTest, goes_on_where_it_stopped) {
  ASSERT_TRUE(append("k", "1"));
  sequence();
  ASSERT_TRUE(append("k", "2"));
  sequence();
  const auto events = after(1);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].data, "2");
  EXPECT_EQ(events[0].source, "/coffer/test");
}

TEST_P(OutboxTest, keeps_events_while_no_consumer_has_passed_them) {
  ASSERT_TRUE(append("k", "1"));
  sequence();
  EXPECT_EQ(*run(outbox_.purge(database(), clock_.now() + std::chrono::hours(1))), 0U);
}

TEST_P(OutboxTest, refuses_an_event_that_is_too_large) {
  EXPECT_FALSE(append("k", std::string(kMaxDataBytes + 1, 'x')));
}

COFFER_ON_EVERY_ENGINE(OutboxTest);

}  // namespace
}  // namespace coffer::events
