#include "platform/async/event.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <thread>

#include "platform/async/run_blocking.h"
#include "platform/async/task_group.h"

namespace coffer::async {
namespace {

using namespace std::chrono_literals;

class EventTest : public ::testing::Test {
 protected:
  SystemClock clock_;
  SteadySleeper sleeper_{clock_};
  Event event_;
};

TEST_F(EventTest, returns_at_once_when_the_version_moved_on) {
  const auto seen = event_.version();
  event_.notify();
  EXPECT_TRUE(run_blocking(event_.wait(seen)).has_value());
  EXPECT_EQ(event_.version(), seen + 1);
}

TEST_F(EventTest, wakes_a_waiter_from_another_thread) {
  std::jthread other([this] {
    std::this_thread::sleep_for(20ms);
    event_.notify();
  });
  EXPECT_TRUE(run_blocking(event_.wait(0)).has_value());
}

TEST_F(EventTest, wakes_a_waiter_with_a_deadline_before_the_deadline) {
  std::jthread other([this] {
    std::this_thread::sleep_for(20ms);
    event_.notify();
  });
  EXPECT_EQ(run_blocking(event_.wait_for(0, sleeper_, 1h)), Result<bool>(true));
}

TEST_F(EventTest, says_false_when_the_time_runs_out) {
  EXPECT_EQ(run_blocking(event_.wait_for(0, sleeper_, 10ms)), Result<bool>(false));
}

awaitable<Result<void>> wait_and_count(Event& event, int& count) {
  CO_CHECK(co_await event.wait(0));
  ++count;
  co_return Result<void>{};
}

awaitable<int> wake_many(Event& event) {
  int count = 0;
  TaskGroup group(co_await boost::asio::this_coro::executor, nullptr);
  for (int i = 0; i < 100; ++i) group.spawn("waiter", wait_and_count(event, count));
  event.notify();
  co_await group.join();
  co_return count;
}

TEST_F(EventTest, wakes_every_waiter) { EXPECT_EQ(run_blocking(wake_many(event_)), 100); }

TEST_F(EventTest, fails_for_those_who_wait_when_it_ends) {
  auto event = std::make_unique<Event>();
  auto waiting = event->wait(0);
  std::jthread other([&event] {
    std::this_thread::sleep_for(20ms);
    event.reset();
  });
  EXPECT_EQ(run_blocking(std::move(waiting)), Result<void>(fail(cancelled())));
}

}  // namespace
}  // namespace coffer::async
