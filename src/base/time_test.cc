#include "base/time.h"

#include <gtest/gtest.h>

namespace coffer {
namespace {

using namespace std::chrono_literals;

TEST(Rfc3339, prints_utc_with_a_fraction_only_where_there_is_one) {
  EXPECT_EQ(rfc3339(from_micros(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(from_micros(1'700'000'000'250'000)), "2023-11-14T22:13:20.250000Z");
}

TEST(Rfc3339, reads_offsets_and_fractions) {
  EXPECT_EQ(to_micros(*parse_rfc3339("2023-11-14T22:13:20Z")), 1'700'000'000'000'000);
  EXPECT_EQ(to_micros(*parse_rfc3339("2023-11-15T00:13:20.5+02:00")), 1'700'000'000'500'000);
}

TEST(Rfc3339, refuses_dates_that_do_not_exist_and_loose_forms) {
  for (const char* bad :
       {"2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-01-01 00:00:00Z", "2023-01-01T24:00:00Z",
        "2023-01-01T00:00:00", "2023-01-01T00:00:00.Z", "1969-12-31T23:59:59Z", ""})
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
}

TEST(ParseDuration, takes_a_number_and_a_unit) {
  EXPECT_EQ(*parse_duration("250ms"), 250ms);
  EXPECT_EQ(*parse_duration("20s"), 20s);
  EXPECT_EQ(*parse_duration("5m"), 5min);
  EXPECT_EQ(*parse_duration("1h"), 1h);
  for (const char* bad : {"20", "s", "-1s", "1.5s", "20 s", "1d", "9999999999s"})
    EXPECT_FALSE(parse_duration(bad)) << bad;
}

}  // namespace
}  // namespace coffer
