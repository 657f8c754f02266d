#include "platform/async/run_all.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>

#include "platform/async/event.h"
#include "platform/async/run_blocking.h"
#include "platform/async/sleeper.h"
#include "platform/async/timeout.h"

namespace coffer::async {
namespace {

awaitable<void> pass_on(Event& from, Event& to) {
  const auto seen = std::uint64_t{0};
  EXPECT_TRUE(co_await from.wait(seen));
  to.notify();
}

awaitable<void> begin(Event& first) {
  first.notify();
  co_return;
}

awaitable<void> throws() {
  throw std::runtime_error("broken");
  co_return;
}

awaitable<void> wait_for_ever(Event& never, int& ended) {
  (void)co_await never.wait(never.version());
  ++ended;
}

TEST(RunAll, runs_the_tasks_side_by_side) {
  Event first;
  Event second;
  Event third;
  std::vector<awaitable<void>> tasks;
  // Each waits for the one that is started after it.
  tasks.push_back(pass_on(second, third));
  tasks.push_back(pass_on(first, second));
  tasks.push_back(begin(first));
  run_blocking(run_all(std::move(tasks)));
  EXPECT_EQ(third.version(), 1U);
}

TEST(RunAll, throws_what_a_task_threw_once_all_have_ended) {
  Event first;
  std::vector<awaitable<void>> tasks;
  tasks.push_back(throws());
  tasks.push_back(begin(first));
  EXPECT_THROW(run_blocking(run_all(std::move(tasks))), std::runtime_error);
  EXPECT_EQ(first.version(), 1U);
}

TEST(RunAll, ends_every_task_when_it_is_cancelled) {
  const SystemClock clock;
  SteadySleeper sleeper(clock);
  Event never;
  int ended = 0;
  std::vector<awaitable<void>> tasks;
  tasks.push_back(wait_for_ever(never, ended));
  tasks.push_back(wait_for_ever(never, ended));
  EXPECT_FALSE(run_blocking(finishes_within(sleeper, std::chrono::milliseconds(5), run_all(std::move(tasks)))));
  EXPECT_EQ(ended, 2);
}

TEST(RunAll, of_nothing_returns) { run_blocking(run_all({})); }

}  // namespace
}  // namespace coffer::async
