#include <gtest/gtest.h>

#include "apps/verify/sweep.h"

namespace coffer::verify {
namespace {

TEST(Simulation, holds_every_rule_in_2000_runs) {
  const SweepResult result = sweep({.first = 1, .runs = 2000, .threads = all_processors()});
  if (!result.failed) return;
  KeyHouse house;
  ADD_FAILURE() << report(plan_of(*result.failed), house, {});
}

TEST(Simulation, shows_the_same_again_for_the_same_seed) {
  KeyHouse first;
  KeyHouse second;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const std::vector<std::string> trace = run_plan(plan_of(seed), first, {}, true).trace;
    EXPECT_FALSE(trace.empty());
    EXPECT_EQ(trace, run_plan(plan_of(seed), second, {}, true).trace) << "seed " << seed;
  }
}

}  // namespace
}  // namespace coffer::verify
