#include "platform/async/timeout.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "platform/async/run_blocking.h"

namespace coffer::async {
namespace {

using namespace std::chrono_literals;

class TimeoutTest : public ::testing::Test {
 protected:
  SystemClock clock_;
  SteadySleeper sleeper_{clock_};
};

awaitable<Result<int>> answer() { co_return 42; }

awaitable<Result<int>> throws() {
  throw std::logic_error("a bug");
  co_return 0;
}

awaitable<Result<int>> answer_late(Sleeper& sleeper, bool& went_on) {
  (void)co_await sleeper.sleep_for(1h);
  (void)co_await sleeper.sleep_for(1h);
  went_on = true;
  co_return 42;
}

TEST_F(TimeoutTest, hands_on_what_is_in_time) {
  EXPECT_EQ(run_blocking(with_timeout(sleeper_, 1h, answer())), Result<int>(42));
}

TEST_F(TimeoutTest, cancels_what_is_too_late) {
  bool went_on = false;
  EXPECT_EQ(run_blocking(with_timeout(sleeper_, 5ms, answer_late(sleeper_, went_on))),
            Result<int>(fail(deadline_exceeded())));
  EXPECT_FALSE(went_on);
}

TEST_F(TimeoutTest, throws_on_what_the_body_throws) {
  EXPECT_THROW(run_blocking(with_timeout(sleeper_, 1h, throws())), std::logic_error);
}

TEST_F(TimeoutTest, sleeps_until_a_moment) {
  const Time moment = clock_.now() + 5ms;
  EXPECT_TRUE(run_blocking(sleeper_.sleep_until(moment)).has_value());
  EXPECT_GE(clock_.now(), moment);
}

TEST_F(TimeoutTest, does_not_sleep_until_a_moment_that_is_past) {
  EXPECT_TRUE(run_blocking(sleeper_.sleep_until(clock_.now() - 1h)).has_value());
}

}  // namespace
}  // namespace coffer::async
