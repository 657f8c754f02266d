#include "platform/json/check.h"

#include <gtest/gtest.h>

#include <string>

namespace coffer::json {
namespace {

TEST(JsonCheck, accepts_each_form_of_a_value) {
  for (const std::string_view text : {"null", "true", "false", "0", "-0", "1e5", "-12.50E+3", "\"\"", "\"\\u00e9\\n\"",
                                      "\"\\ud83d\\ude00\"", "[]", "{}", " [1, {\"a\":[]}] ", "12345678901234567890123"})
    EXPECT_TRUE(is_json(text)) << text;
}

TEST(JsonCheck, refuses_what_the_grammar_does_not_have) {
  for (const std::string_view text : {"",
                                      " ",
                                      "nul",
                                      "TRUE",
                                      "01",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "+1",
                                      "--1",
                                      "\"",
                                      "\"\\u12\"",
                                      "\"\\ud800\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\\u0041\"",
                                      "\"\t\"",
                                      "[",
                                      "[1",
                                      "[1,]",
                                      "[,1]",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{a:1}",
                                      "{\"a\":1,}",
                                      "1 2",
                                      "\"\xC0\x80\"",
                                      "NaN",
                                      "[1]]"})
    EXPECT_FALSE(is_json(text)) << text;
}

TEST(JsonCheck, refuses_nesting_beyond_32_levels) {
  EXPECT_TRUE(is_json(std::string(32, '[') + std::string(32, ']')));
  EXPECT_FALSE(is_json(std::string(33, '[') + std::string(33, ']')));
  EXPECT_FALSE(is_json(std::string(100'000, '[')));
}

TEST(JsonCheck, finds_a_member_at_the_top_only) {
  EXPECT_TRUE(has_member(R"({"email":"a","code":{"x":1}})", "code"));
  EXPECT_FALSE(has_member(R"({"email":{"code":1}})", "code"));
  EXPECT_FALSE(has_member(R"(["code"])", "code"));
  EXPECT_FALSE(has_member(R"({"code":1)", "code"));
  EXPECT_FALSE(has_member("", "code"));
}

}  // namespace
}  // namespace coffer::json
