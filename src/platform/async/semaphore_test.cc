#include "platform/async/semaphore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "platform/async/run_blocking.h"
#include "platform/async/sleeper.h"
#include "platform/async/task_group.h"
#include "platform/async/timeout.h"

namespace coffer::async {
namespace {

using namespace std::chrono_literals;

struct Load {
  int at_work = 0;
  int most = 0;
  std::vector<int> order;
};

awaitable<Result<void>> work(Semaphore& semaphore, Sleeper& sleeper, Load& load, int number) {
  CO_TRY(const auto permit, co_await semaphore.acquire());
  load.order.push_back(number);
  load.most = std::max(load.most, ++load.at_work);
  CO_CHECK(co_await sleeper.sleep_for(1ms));
  --load.at_work;
  co_return Result<void>{};
}

class SemaphoreTest : public ::testing::Test {
 protected:
  awaitable<Load> run(Semaphore& semaphore, int count) {
    Load load;
    TaskGroup group(co_await boost::asio::this_coro::executor, nullptr);
    for (int i = 0; i < count; ++i) group.spawn("work", work(semaphore, sleeper_, load, i));
    co_await group.join();
    co_return load;
  }

  SystemClock clock_;
  SteadySleeper sleeper_{clock_};
};

TEST_F(SemaphoreTest, admits_no_more_than_its_permits) {
  Semaphore semaphore(3, 100);
  const Load load = run_blocking(run(semaphore, 20));
  EXPECT_EQ(load.most, 3);
  EXPECT_EQ(load.order.size(), 20U);
}

TEST_F(SemaphoreTest, serves_in_order_of_arrival) {
  Semaphore semaphore(1, 100);
  EXPECT_TRUE(std::ranges::is_sorted(run_blocking(run(semaphore, 10)).order));
}

TEST_F(SemaphoreTest, refuses_when_the_line_is_full) {
  Semaphore semaphore(1, 2);
  EXPECT_EQ(run_blocking(run(semaphore, 10)).order.size(), 3U);
}

TEST_F(SemaphoreTest, gives_no_second_permit_without_waiting) {
  Semaphore semaphore(1, 0);
  auto permit = semaphore.try_acquire();
  EXPECT_TRUE(permit.has_value());
  EXPECT_FALSE(semaphore.try_acquire().has_value());
  permit.reset();
  EXPECT_TRUE(semaphore.try_acquire().has_value());
}

TEST_F(SemaphoreTest, a_cancelled_waiter_leaves_the_line) {
  Semaphore semaphore(1, 1);
  auto permit = semaphore.try_acquire();
  EXPECT_FALSE(run_blocking(with_timeout(sleeper_, 5ms, semaphore.acquire())).has_value());
  EXPECT_EQ(semaphore.waiting(), 0U);
  permit.reset();
  EXPECT_TRUE(semaphore.try_acquire().has_value());
}

}  // namespace
}  // namespace coffer::async
