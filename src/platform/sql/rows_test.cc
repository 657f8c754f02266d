#include "platform/sql/rows.h"

#include <gtest/gtest.h>

namespace coffer::sql {
namespace {

const Rows kRows(3, {std::int64_t{1}, "one", Bytes{1}, Null{}, "115792", Null{}}, 0);

TEST(Rows, gives_rows_in_order) {
  EXPECT_EQ(kRows.size(), 2U);
  std::size_t seen = 0;
  for (const Row row : kRows) seen += row.columns();
  EXPECT_EQ(seen, 6U);
  EXPECT_THROW(static_cast<void>(kRows[2]), std::out_of_range);
}

TEST(Rows, has_no_first_row_when_empty) {
  const Rows none(3, {}, 0);
  EXPECT_FALSE(none.first());
  EXPECT_EQ(kRows.first()->i64(0), 1);
}

TEST(Row, reads_each_type) {
  EXPECT_EQ(kRows[0].i64(0), 1);
  EXPECT_EQ(kRows[0].text(1), "one");
  EXPECT_EQ(kRows[0].bytes(2), Bytes{1});
  EXPECT_TRUE(kRows[0].boolean(0));
  EXPECT_EQ(to_micros(kRows[0].time(0)), 1);
  EXPECT_EQ(kRows[1].amount(1), U256(115792));
}

TEST(Row, reads_null_as_absent) {
  EXPECT_EQ(kRows[1].optional_i64(0), std::nullopt);
  EXPECT_EQ(kRows[0].optional_i64(0), 1);
  EXPECT_EQ(kRows[1].optional_bytes(2), std::nullopt);
}

TEST(Row, refuses_another_type_or_null_or_no_column) {
  EXPECT_THROW(static_cast<void>(kRows[0].text(0)), ColumnError);
  EXPECT_THROW(static_cast<void>(kRows[1].i64(0)), ColumnError);
  EXPECT_THROW(static_cast<void>(kRows[0].i64(3)), ColumnError);
  EXPECT_THROW(static_cast<void>(kRows[0].amount(1)), ColumnError);
}

TEST(Value, refuses_an_integer_beyond_bigint) {
  EXPECT_THROW(static_cast<void>(to_value(std::uint64_t{1} << 63)), std::out_of_range);
}

TEST(Value, writes_booleans_times_and_amounts_as_the_dialect_says) {
  EXPECT_EQ(to_value(true), Value(std::int64_t{1}));
  EXPECT_EQ(to_value(from_micros(5)), Value(std::int64_t{5}));
  EXPECT_EQ(to_value(U256(7)), Value("7"));
  EXPECT_EQ(to_value(std::optional<std::string>()), Value(Null{}));
}

}  // namespace
}  // namespace coffer::sql
