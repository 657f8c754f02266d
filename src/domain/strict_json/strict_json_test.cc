#include "domain/strict_json/strict_json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace coffer::strict_json {
namespace {

TEST(StrictJson, reads_every_kind_of_value) {
  const auto value = parse(R"( {"a":[1,-2,"x",true,null,{}],"b":18446744073709551615} )");
  ASSERT_TRUE(value);
  EXPECT_EQ((*value)["a"].size(), 6U);
  EXPECT_EQ((*value)["b"].get<std::uint64_t>(), 18446744073709551615U);
}

TEST(StrictJson, refuses_a_key_given_twice_by_name) {
  const auto value = parse(R"({"to":1,"x":{"to":2},"to":3})");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().details.at("field"), "to");
}

TEST(StrictJson, allows_the_same_key_in_different_objects) { EXPECT_TRUE(parse(R"([{"a":1},{"a":2},{"a":{"a":3}}])")); }

TEST(StrictJson, refuses_integers_that_it_would_have_to_round) {
  EXPECT_EQ(parse("18446744073709551615").value(), 18446744073709551615ULL);
  EXPECT_EQ(parse("-9223372036854775808").value(), std::numeric_limits<std::int64_t>::min());
  for (const char* text : {"18446744073709551616", "-9223372036854775809", R"({"value":1000000000000000000000})"}) {
    EXPECT_EQ(parse(text).error(), invalid("JSON: a number that is malformed or beyond 64 bits")) << text;
  }
}

TEST(StrictJson, refuses_what_is_not_one_value) {
  for (const char* text : {"", " ", "{", "[1,]", "{} {}", "01", "\"\x01\"", "\"\xff\"", "nul", "\xef\xbb\xbf{}"})
    EXPECT_FALSE(parse(text)) << text;
}

TEST(StrictJson, refuses_depth_and_size_beyond_the_limits) {
  EXPECT_TRUE(parse(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(parse(std::string(65, '[') + std::string(65, ']')));
  EXPECT_FALSE(parse("[1,2,3]", {.bytes = 6}));
}

}  // namespace
}  // namespace coffer::strict_json
