#include "base/id.h"

#include <gtest/gtest.h>

namespace coffer {
namespace {

TEST(Id, is_a_uuid_of_version_7_that_sorts_by_time) {
  ManualClock clock(from_micros(1'700'000'000'000'000));
  SeededEntropy entropy(1);
  const std::string first = *new_id(clock, entropy);
  clock.advance(std::chrono::milliseconds(1));
  const std::string second = *new_id(clock, entropy);
  EXPECT_TRUE(is_id(first));
  EXPECT_EQ(first.substr(0, 13), "018bcfe5-6800");
  EXPECT_EQ(first[14], '7');
  EXPECT_LT(first, second);
}

TEST(Id, recognises_only_the_canonical_form) {
  EXPECT_FALSE(is_id("018BCFE5-6800-7000-8000-000000000000"));
  EXPECT_FALSE(is_id("018bcfe5680070008000000000000000"));
  EXPECT_FALSE(is_id(""));
}

}  // namespace
}  // namespace coffer
