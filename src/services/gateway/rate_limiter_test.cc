#include "services/gateway/rate_limiter.h"

#include <gtest/gtest.h>

namespace coffer::gateway {
namespace {

using namespace std::chrono_literals;

class RateLimiterTest : public ::testing::Test {
 protected:
  int allowed_of(int calls, const std::string& key = "a") {
    int allowed = 0;
    for (int i = 0; i < calls; ++i) allowed += limiter_.take(key, limit_).allowed ? 1 : 0;
    return allowed;
  }

  RateLimit limit_{.per_minute = 60, .burst = 5};
  ManualClock clock_{Time{1000s}};
  RateLimiter limiter_{clock_, 1600};
};

TEST_F(RateLimiterTest, allows_a_burst_and_no_more) { EXPECT_EQ(allowed_of(10), 5); }

TEST_F(RateLimiterTest, allows_its_rate_afterwards) {
  allowed_of(10);
  clock_.advance(1s);
  EXPECT_EQ(allowed_of(10), 1);
  clock_.advance(3s);
  EXPECT_EQ(allowed_of(10), 3);
  clock_.advance(1h);
  EXPECT_EQ(allowed_of(10), 5);
}

TEST_F(RateLimiterTest, counts_each_key_alone) {
  allowed_of(10);
  EXPECT_EQ(allowed_of(10, "b"), 5);
}

TEST_F(RateLimiterTest, tells_what_is_left_and_when_to_come_back) {
  const auto first = limiter_.take("a", limit_);
  EXPECT_EQ(first.limit, 5);
  EXPECT_EQ(first.remaining, 4);
  EXPECT_EQ(first.reset_seconds, 1);
  allowed_of(10);
  const auto refused = limiter_.take("a", limit_);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_EQ(refused.reset_seconds, 5);
  EXPECT_EQ(refused.retry_seconds, 1);
}

TEST_F(RateLimiterTest, stays_bounded_under_many_keys) {
  for (int i = 0; i < 100'000; ++i) limiter_.take(std::to_string(i), limit_);
  EXPECT_EQ(allowed_of(10, "new"), 5);
}

}  // namespace
}  // namespace coffer::gateway
