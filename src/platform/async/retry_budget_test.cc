#include "platform/async/retry_budget.h"

#include <gtest/gtest.h>

namespace coffer::async {
namespace {

TEST(RetryBudget, spends_its_reserve_and_no_more) {
  RetryBudget budget(10, 3);
  EXPECT_TRUE(budget.spend());
  EXPECT_TRUE(budget.spend());
  EXPECT_TRUE(budget.spend());
  EXPECT_FALSE(budget.spend());
}

TEST(RetryBudget, earns_one_retry_in_ten_calls) {
  RetryBudget budget(10, 1);
  EXPECT_TRUE(budget.spend());
  for (int i = 0; i < 9; ++i) budget.call();
  EXPECT_FALSE(budget.spend());
  budget.call();
  EXPECT_TRUE(budget.spend());
}

TEST(RetryBudget, never_holds_more_than_its_reserve) {
  RetryBudget budget(100, 1);
  for (int i = 0; i < 50; ++i) budget.call();
  EXPECT_TRUE(budget.spend());
  EXPECT_FALSE(budget.spend());
}

}  // namespace
}  // namespace coffer::async
