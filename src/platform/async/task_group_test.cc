#include "platform/async/task_group.h"

#include <gtest/gtest.h>

#include <boost/asio/this_coro.hpp>
#include <map>
#include <stdexcept>

#include "platform/async/event.h"
#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"
#include "platform/async/sleeper.h"

namespace coffer::async {
namespace {

using namespace std::chrono_literals;
using Failures = std::map<std::string, Error, std::less<>>;

TaskGroup::OnFailure into(Failures& failures) {
  return [&failures](std::string_view task, const Error& error) { failures.emplace(task, error); };
}

awaitable<Result<void>> fails() { co_return fail(conflict("no")); }

awaitable<Result<void>> throws() {
  throw std::logic_error("a bug");
  co_return Result<void>{};
}

awaitable<Result<void>> waits_forever(Event& event) { co_return co_await event.wait(0); }

awaitable<Result<void>> sleeps_on(Sleeper& sleeper, bool& unwound) {
  struct Unwound {
    bool& flag;
    ~Unwound() { flag = true; }
  } const guard{unwound};
  while (true) (void)co_await sleeper.sleep_for(1h);
}

awaitable<Failures> run_failing() {
  Failures failures;
  TaskGroup group(co_await boost::asio::this_coro::executor, into(failures));
  group.spawn("fails", fails());
  group.spawn("throws", throws());
  co_await group.join();
  co_return failures;
}

TEST(TaskGroup, reports_failures_and_exceptions_by_name) {
  const Failures failures = run_blocking(run_failing());
  EXPECT_EQ(failures.at("fails"), conflict("no"));
  EXPECT_EQ(failures.at("throws"), internal("a bug"));
}

awaitable<Failures> run_cancelled(bool& unwound) {
  const SystemClock clock;
  SteadySleeper sleeper(clock);
  Failures failures;
  Event event;
  TaskGroup group(co_await boost::asio::this_coro::executor, into(failures));
  group.spawn("waits", waits_forever(event));
  group.spawn("sleeps", sleeps_on(sleeper, unwound));
  (void)co_await sleeper.sleep_for(1ms);
  group.cancel();
  co_await group.join();
  group.spawn("too late", fails());
  co_await group.join();
  co_return failures;
}

TEST(TaskGroup, cancels_and_joins_without_reporting) {
  bool unwound = false;
  EXPECT_TRUE(run_blocking(run_cancelled(unwound)).empty());
  EXPECT_TRUE(unwound);
}

awaitable<std::size_t> run_dropped() {
  Event event;
  TaskGroup group(co_await boost::asio::this_coro::executor, nullptr);
  group.spawn("waits", waits_forever(event));
  group.cancel();
  co_await group.join();
  co_return group.size();
}

TEST(TaskGroup, drops_a_task_that_was_cancelled_before_it_began) { EXPECT_EQ(run_blocking(run_dropped()), 0U); }

awaitable<Result<void>> count_up(std::atomic<int>& count) {
  ++count;
  co_return Result<void>{};
}

TEST(TaskGroup, runs_tasks_on_other_threads) {
  IoThreads threads(2);
  std::atomic<int> count = 0;
  TaskGroup group(threads.executor(), nullptr);
  for (int i = 0; i < 1000; ++i) group.spawn_on(threads.executor(), "count", count_up(count));
  run_blocking(group.join());
  EXPECT_EQ(count.load(), 1000);
}

}  // namespace
}  // namespace coffer::async
