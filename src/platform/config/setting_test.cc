#include "platform/config/setting.h"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

namespace coffer::config {
namespace {

constexpr std::array kSql = {
    Setting{.key = "sql.path", .type = Type::kPath, .default_value = "coffer.db", .description = "The file."},
    Setting{.key = "sql.connections",
            .type = Type::kInteger,
            .default_value = "8",
            .unit = "connections",
            .description = "How many at once.",
            .min = 1,
            .max = 64},
    Setting{.key = "sql.password", .description = "Of the user.", .secret = true}};

constexpr Setting of_type(Type type) { return {.key = "a.b", .type = type}; }

TEST(Table, finds_a_setting_by_its_whole_key) {
  Table table;
  table.add(kSql);
  ASSERT_NE(table.find("sql.path"), nullptr);
  EXPECT_EQ(table.find("sql.path")->description, "The file.");
  EXPECT_EQ(table.find("sql"), nullptr);
}

TEST(Table, refuses_a_key_that_is_there_twice) {
  Table table;
  table.add(kSql);
  EXPECT_THROW(table.add(kSql), std::logic_error);
}

TEST(Table, refuses_keys_that_the_environment_cannot_tell_apart) {
  constexpr std::array kAlike = {Setting{.key = "a.b_c"}, Setting{.key = "a_b.c"}};
  Table table;
  EXPECT_THROW(table.add(kAlike), std::logic_error);
}

TEST(Table, refuses_a_default_that_breaks_its_own_rule) {
  constexpr std::array kBroken = {Setting{.key = "a", .type = Type::kInteger, .default_value = "9", .max = 8}};
  Table table;
  EXPECT_THROW(table.add(kBroken), std::logic_error);
}

TEST(Table, names_the_known_key_nearest_to_a_misspelt_one) {
  Table table;
  table.add(kSql);
  EXPECT_EQ(table.nearest("sql.pth"), "sql.path");
  EXPECT_EQ(table.nearest("sql.conections"), "sql.connections");
  EXPECT_EQ(table.nearest("telemetry.level"), "");
}

TEST(Table, documents_every_key_in_order_with_its_bounds_and_its_default) {
  Table table;
  table.add(kSql);
  EXPECT_EQ(table.docs(),
            "| Key | Environment | Value | Default | Meaning |\n"
            "| --- | --- | --- | --- | --- |\n"
            "| `sql.connections` | `COFFER_SQL_CONNECTIONS` | number of connections, 1–64 | `8` | How many at once. |\n"
            "| `sql.password` | `COFFER_SQL_PASSWORD` | secret |  | Of the user. |\n"
            "| `sql.path` | `COFFER_SQL_PATH` | path | `coffer.db` | The file. |\n");
}

TEST(CheckValue, takes_whole_numbers_within_their_bounds) {
  Setting port = of_type(Type::kInteger);
  port.min = 1;
  port.max = 65535;
  EXPECT_TRUE(check_value(port, "3000"));
  EXPECT_EQ(check_value(port, "65536").error().message, "a.b must be 1 to 65535");
  for (const char* wrong : {"0", "", " 1", "1.0", "0x10", "99999999999999999999"})
    EXPECT_EQ(check_value(port, wrong).error().details.at("field"), "a.b") << wrong;
}

TEST(CheckValue, takes_only_true_and_false_as_truth) {
  EXPECT_TRUE(check_value(of_type(Type::kBoolean), "true"));
  EXPECT_TRUE(check_value(of_type(Type::kBoolean), "false"));
  for (const char* wrong : {"yes", "1", "True", ""}) EXPECT_FALSE(check_value(of_type(Type::kBoolean), wrong)) << wrong;
}

TEST(CheckValue, takes_durations_with_a_unit) {
  EXPECT_TRUE(check_value(of_type(Type::kDuration), "250ms"));
  EXPECT_FALSE(check_value(of_type(Type::kDuration), "20"));
}

TEST(CheckValue, holds_sizes_against_their_bounds_in_bytes) {
  Setting body = of_type(Type::kBytes);
  body.max = 1024;
  EXPECT_TRUE(check_value(body, "1KiB"));
  EXPECT_FALSE(check_value(body, "2KiB"));
}

TEST(CheckValue, never_repeats_a_secret) {
  Setting secret = of_type(Type::kInteger);
  secret.secret = true;
  EXPECT_EQ(check_value(secret, "hunter2").error().message.find("hunter2"), std::string::npos);
}

TEST(ParseSize, knows_binary_units) {
  EXPECT_EQ(parse_size("4096").value(), 4096);
  EXPECT_EQ(parse_size("64KiB").value(), 65'536);
  EXPECT_EQ(parse_size("10MiB").value(), 10'485'760);
  EXPECT_EQ(parse_size("1GiB").value(), 1'073'741'824);
}

TEST(ParseSize, refuses_what_is_no_size_or_overflows) {
  for (const char* wrong : {"", "KiB", "1KB", "1 KiB", "-1", "1.5MiB", "9223372036854775807GiB"})
    EXPECT_FALSE(parse_size(wrong)) << wrong;
}

}  // namespace
}  // namespace coffer::config
