#include "platform/events/relay.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>

#include "platform/async/task_group.h"
#include "platform/async/timeout.h"
#include "platform/events/inbox.h"
#include "platform/events/testing.h"

namespace coffer::events {
namespace {

using std::chrono::milliseconds;

class RelayTest : public testing::RelayFixture {};

TEST_P(RelayTest, delivers_each_event_once_and_in_order) {
  for (int i = 0; i < 5; ++i) append("k", std::to_string(i));
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  EXPECT_EQ(deliver(*relay), 5U);
  EXPECT_EQ(deliver(*relay), 0U);
  EXPECT_EQ(read_all(taken_), "0 1 2 3 4");
}

TEST_P(RelayTest, goes_through_more_events_than_one_batch_holds) {
  for (int i = 0; i < 7; ++i) append("k", std::to_string(i));
  const auto relay = this->relay({.batch = 2});
  relay->subscribe("reader", {}, recording());
  EXPECT_EQ(deliver(*relay), 7U);
  EXPECT_EQ(read_all(taken_), "0 1 2 3 4 5 6");
}

TEST_P(RelayTest, gives_a_consumer_only_the_types_it_wants) {
  append("k", "0");
  append("k", "1", "test.wanted");
  const auto relay = this->relay();
  relay->subscribe("reader", {"test.wanted"}, recording());
  EXPECT_EQ(deliver(*relay), 1U);
  EXPECT_EQ(read_all(taken_), "1");
}

TEST_P(RelayTest, gives_every_consumer_every_event) {
  append("k", "0");
  const auto relay = this->relay();
  relay->subscribe("one", {}, recording());
  relay->subscribe("two", {}, recording());
  EXPECT_EQ(deliver(*relay), 2U);
}

TEST_P(RelayTest, a_consumer_that_is_new_starts_at_the_beginning) {
  append("k", "0");
  const auto before = relay();
  before->subscribe("old", {}, recording());
  deliver(*before);
  const auto after = relay();
  after->subscribe("new", {}, recording());
  deliver(*after);
  EXPECT_EQ(read_all(taken_), "0 0");
}

TEST_P(RelayTest, a_failure_holds_back_its_own_key_and_no_other) {
  for (const char* data : {"a1", "a2", "b1"}) append(std::string(1, data[0]), data);
  failing_ = "a1";
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  deliver(*relay);
  EXPECT_EQ(read_all(taken_), "b1");
  append("a", "a3");
  append("b", "b2");
  deliver(*relay);
  EXPECT_EQ(read_all(taken_), "b1 b2");
  failing_.clear();
  clock_.advance(milliseconds(100));
  deliver(*relay);
  EXPECT_EQ(read_all(taken_), "b1 b2 a1 a2 a3");
}

TEST_P(RelayTest, waits_twice_as_long_after_each_failure) {
  append("k", "0");
  failing_ = "0";
  const auto relay = this->relay({.retry_base = milliseconds(100), .retry_limit = milliseconds(300)});
  relay->subscribe("reader", {}, recording());
  deliver(*relay);
  std::vector<int> waits;
  for (std::size_t seen = tried_.size(); waits.size() < 4; ++waits.back()) {
    if (waits.empty() || tried_.size() > seen) {
      seen = tried_.size();
      waits.push_back(0);
    }
    clock_.advance(milliseconds(50));
    deliver(*relay);
  }
  waits.pop_back();
  EXPECT_EQ(waits, (std::vector<int>{2, 4, 6}));
}

TEST_P(RelayTest, an_exception_is_a_failure) {
  append("k", "0");
  bool broken = true;
  const auto relay = this->relay();
  relay->subscribe("reader", {}, [&](const Envelope&) -> awaitable<Result<void>> {
    if (std::exchange(broken, false)) throw std::runtime_error("broken");
    co_return Result<void>();
  });
  EXPECT_EQ(deliver(*relay), 0U);
  clock_.advance(milliseconds(100));
  EXPECT_EQ(deliver(*relay), 1U);
}

TEST_P(RelayTest, a_handler_that_takes_too_long_is_a_failure) {
  append("k", "0");
  async::Event never;
  bool stuck = true;
  const auto relay = this->relay({.handler_timeout = milliseconds(5)});
  relay->subscribe("reader", {}, [&](const Envelope&) -> awaitable<Result<void>> {
    if (std::exchange(stuck, false)) co_return co_await never.wait(never.version());
    co_return Result<void>();
  });
  EXPECT_EQ(deliver(*relay), 0U);
  clock_.advance(milliseconds(100));
  EXPECT_EQ(deliver(*relay), 1U);
}

TEST_P(RelayTest, goes_on_after_a_restart_with_what_had_failed) {
  for (const char* data : {"a1", "a2", "b1"}) append(std::string(1, data[0]), data);
  failing_ = "a1";
  const auto before = relay();
  before->subscribe("reader", {}, recording());
  deliver(*before);
  failing_.clear();
  clock_.advance(milliseconds(100));
  const auto after = relay();
  after->subscribe("reader", {}, recording());
  deliver(*after);
  EXPECT_EQ(read_all(taken_), "b1 a1 a2");
}

TEST_P(RelayTest, gives_a_batch_in_the_order_of_the_outbox) {
  for (const char* data : {"a1", "b1", "a2", "c1"}) append(std::string(1, data[0]), data);
  std::vector<std::string> batches;
  const auto relay = this->relay({.batch = 3});
  relay->subscribe_batches("reader", {}, [&](const std::vector<const Envelope*>& events) -> awaitable<Result<void>> {
    std::string batch;
    for (const Envelope* event : events) batch += event->data;
    batches.push_back(batch);
    co_return Result<void>();
  });
  EXPECT_EQ(deliver(*relay), 4U);
  EXPECT_EQ(batches, (std::vector<std::string>{"a1b1a2", "c1"}));
}

TEST_P(RelayTest, of_a_batch_that_fails_only_the_keys_that_fail_are_held_back) {
  for (const char* data : {"a1", "b1", "a2", "c1"}) append(std::string(1, data[0]), data);
  failing_ = "a1";
  const auto relay = this->relay();
  relay->subscribe_batches("reader", {}, [&](const std::vector<const Envelope*>& events) -> awaitable<Result<void>> {
    for (const Envelope* event : events)
      if (event->data == failing_) co_return fail(unavailable("not now"));
    for (const Envelope* event : events) taken_.push_back(event->data);
    co_return Result<void>();
  });
  EXPECT_EQ(deliver(*relay), 2U);
  EXPECT_EQ(read_all(taken_), "b1 c1");
  failing_.clear();
  clock_.advance(milliseconds(100));
  EXPECT_EQ(deliver(*relay), 2U);
  EXPECT_EQ(read_all(taken_), "b1 c1 a1 a2");
}

TEST_P(RelayTest, replays_from_a_position) {
  for (int i = 0; i < 4; ++i) append("k", std::to_string(i));
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  deliver(*relay);
  ASSERT_TRUE(run(relay->replay("reader", 2)));
  EXPECT_EQ(deliver(*relay), 2U);
  EXPECT_EQ(read_all(taken_), "0 1 2 3 2 3");
}

TEST_P(RelayTest, an_effect_happens_once_though_the_process_dies_before_it_is_marked) {
  Inbox inbox("test", clock_);
  ASSERT_TRUE(run(sql::migrate(database(), inbox.migrations())));
  append("k", "0");
  int deliveries = 0;
  int effects = 0;
  async::Event never;
  const Handler handler = [&](const Envelope& event) -> awaitable<Result<void>> {
    ++deliveries;
    CO_TRY(const bool first, co_await database().transaction([&](sql::Transaction& transaction) {
      return inbox.once(transaction, "reader", event.id);
    }));
    effects += first ? 1 : 0;
    // The effect is committed; the first process dies here.
    if (deliveries == 1) co_return co_await never.wait(never.version());
    co_return Result<void>();
  };
  {
    const auto dies = relay();
    dies->subscribe("reader", {}, handler);
    async::TaskGroup process(context().get_executor(), [](std::string_view, const Error&) {});
    process.spawn("relay", dies->run());
    run_until([&] { return effects > 0; });
    process.cancel();
    run(process.join());
  }
  const auto next = relay();
  next->subscribe("reader", {}, handler);
  EXPECT_EQ(deliver(*next), 1U);
  EXPECT_EQ(deliveries, 2);
  EXPECT_EQ(effects, 1);
}

TEST_P(RelayTest, removes_events_that_everybody_has_taken_after_a_while) {
  append("k", "0");
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  deliver(*relay);
  clock_.advance(std::chrono::hours(2));
  append("k", "1");
  const Time before = clock_.now() - std::chrono::hours(1);
  EXPECT_EQ(*run(outbox_.purge(database(), before)), 1U);
  deliver(*relay);
  EXPECT_EQ(*run(outbox_.purge(database(), before)), 0U);
  EXPECT_EQ(run(outbox_.after(database(), 0, 10))->size(), 1U);
}

TEST_P(RelayTest, keeps_what_somebody_has_yet_to_take) {
  append("k", "0");
  failing_ = "0";
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  deliver(*relay);
  EXPECT_EQ(*run(outbox_.purge(database(), clock_.now() + std::chrono::hours(1))), 0U);
}

TEST_P(RelayTest, is_woken_by_a_commit) {
  testing::Endless endless;
  const auto relay = this->relay(endless);
  relay->subscribe("reader", {}, recording());
  async::TaskGroup tasks(context().get_executor(), [](std::string_view, const Error&) {});
  tasks.spawn("relay", relay->run());
  append("k", "0");
  run_until([&] { return !taken_.empty(); });
  append("k", "1");
  run_until([&] { return taken_.size() == 2; });
  EXPECT_TRUE(run(relay->stop(milliseconds(0))));
  run(tasks.join());
}

TEST_P(RelayTest, delivers_what_is_committed_before_it_stops) {
  const auto relay = this->relay();
  relay->subscribe("reader", {}, recording());
  async::TaskGroup tasks(context().get_executor(), [](std::string_view, const Error&) {});
  tasks.spawn("relay", relay->run());
  append("k", "0");
  run_until([&] { return !taken_.empty(); });
  for (int i = 1; i < 4; ++i) append("k", std::to_string(i));
  EXPECT_TRUE(run(relay->stop(std::chrono::seconds(30))));
  run(tasks.join());
  EXPECT_EQ(read_all(taken_), "0 1 2 3");
}

COFFER_ON_EVERY_ENGINE(RelayTest);

}  // namespace
}  // namespace coffer::events
