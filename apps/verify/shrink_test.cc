#include "apps/verify/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace coffer::verify {
namespace {

Plan plan_with(std::uint64_t actions) {
  Plan out;
  for (std::uint64_t i = 0; i < actions; ++i) out.actions.push_back({.act = Act::kForget, .a = i});
  return out;
}

bool has(const Plan& plan, std::uint64_t name) {
  return std::ranges::find(plan.actions, name, &Action::a) != plan.actions.end();
}

TEST(Shrink, leaves_what_the_failure_needs_and_nothing_else) {
  const Plan small = shrink(plan_with(30), [](const Plan& plan) { return has(plan, 3) && has(plan, 17); });
  ASSERT_EQ(small.actions.size(), 2U);
  EXPECT_TRUE(has(small, 3) && has(small, 17));
}

TEST(Shrink, gives_up_after_as_many_questions_as_allowed) {
  std::size_t asked = 0;
  const auto fails = [&](const Plan&) { return ++asked == 0; };
  (void)shrink(plan_with(1000), fails, 5);
  EXPECT_EQ(asked, 5U);
}

}  // namespace
}  // namespace coffer::verify
