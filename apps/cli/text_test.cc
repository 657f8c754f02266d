#include "apps/cli/text.h"

#include <gtest/gtest.h>

namespace coffer::cli {
namespace {

TEST(Columns, stand_under_each_other_and_end_without_spaces) {
  EXPECT_EQ(columns({{"A", "LONG", "C"}, {"aaa", "b", ""}}), "A    LONG  C\naaa  b\n");
}

TEST(Columns, count_characters_and_not_bytes) { EXPECT_EQ(columns({{"…", "x"}, {"ab", "y"}}), "…   x\nab  y\n"); }

TEST(Addresses, stand_whole_in_groups_of_four) {
  EXPECT_EQ(grouped("0x000000000000000000000000000000000000dEaD"),
            "0x0000 0000 0000 0000 0000 0000 0000 0000 0000 dEaD");
}

TEST(Addresses, are_short_in_lists) {
  EXPECT_EQ(shortened("0x1234567890abcdef"), "0x1234…cdef");
  EXPECT_EQ(shortened("0x12"), "0x12");
  EXPECT_EQ(shortened(""), "");
}

TEST(Amounts, are_exact_in_whole_units) {
  EXPECT_EQ(with_unit("1500000000000000000", 18, "ETH"), "1.5 ETH");
  EXPECT_EQ(with_unit("1", 18, "ETH"), "0.000000000000000001 ETH");
  EXPECT_EQ(with_unit("7", 0, "units"), "7 units");
  EXPECT_EQ(gwei("1500000000"), "1.5 gwei");
}

TEST(Amounts, that_are_no_numbers_are_shown_as_they_came) { EXPECT_EQ(with_unit("many", 18, "ETH"), "many ETH"); }

TEST(Relative, tells_how_long_ago_and_how_soon) {
  const Time now = parse_rfc3339("2026-01-02T03:04:05Z").value();
  EXPECT_EQ(relative("2026-01-02T03:04:02Z", now), "3 s ago");
  EXPECT_EQ(relative("2026-01-02T03:00:05Z", now), "4 min ago");
  EXPECT_EQ(relative("2026-01-02T08:04:05Z", now), "in 5 h");
  EXPECT_EQ(relative("2025-12-02T03:04:05Z", now), "31 days ago");
  EXPECT_EQ(relative("soon", now), "soon");
}

}  // namespace
}  // namespace coffer::cli
