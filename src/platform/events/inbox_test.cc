#include "platform/events/inbox.h"

#include "platform/sql/testing/engines.h"

namespace coffer::events {
namespace {

class InboxTest : public sql::testing::OnEveryEngine {
 protected:
  InboxTest() { EXPECT_TRUE(run(sql::migrate(database(), inbox_.migrations()))); }

  /// Whether the event was new; the transaction commits, or is given up.
  bool once(std::string consumer, std::string event, bool commit = true) {
    bool first = false;
    (void)run(database().transaction([&](sql::Transaction& transaction) -> sql::awaitable<Result<void>> {
      CO_TRY(first, co_await inbox_.once(transaction, consumer, event));
      if (!commit) co_return fail(conflict("given up"));
      co_return Result<void>();
    }));
    return first;
  }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  Inbox inbox_{"test", clock_};
};

TEST_P(InboxTest, knows_an_event_whose_effect_is_committed) {
  EXPECT_TRUE(once("mail", "e1"));
  EXPECT_FALSE(once("mail", "e1"));
  EXPECT_TRUE(once("mail", "e2"));
}

TEST_P(InboxTest, forgets_an_event_whose_effect_was_rolled_back) {
  EXPECT_TRUE(once("mail", "e1", false));
  EXPECT_TRUE(once("mail", "e1"));
}

TEST_P(InboxTest, keeps_consumers_apart) {
  EXPECT_TRUE(once("mail", "e1"));
  EXPECT_TRUE(once("audit", "e1"));
}

TEST_P(InboxTest, forgets_what_is_older_than_it_is_told) {
  EXPECT_TRUE(once("mail", "e1"));
  clock_.advance(std::chrono::hours(2));
  EXPECT_TRUE(once("mail", "e2"));
  EXPECT_EQ(*run(inbox_.purge(database(), clock_.now() - std::chrono::hours(1))), 1U);
  EXPECT_TRUE(once("mail", "e1"));
  EXPECT_FALSE(once("mail", "e2"));
}

COFFER_ON_EVERY_ENGINE(InboxTest);

}  // namespace
}  // namespace coffer::events
