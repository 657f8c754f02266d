#include "platform/json/reader.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <vector>

namespace coffer::json {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"label", "count", "tags", "inner"};

struct Sample {
  std::string label;
  std::int64_t count = 0;
  std::vector<std::string> tags;
  int inner_depth = 0;
};

Result<void> read_sample(Value value, Sample& out, std::uint64_t outside = 0) {
  return read_object(value, kNames, outside, [&](std::size_t index, Value member) -> Result<void> {
    switch (index) {
      case 0:
        return read_text(member, out.label);
      case 1:
        return read_integer(member, out.count);
      case 2:
        return read_list(member, [&](Value item) { return read_text(item, out.tags.emplace_back()); });
      default:
        ++out.inner_depth;
        return read_sample(member, out);
    }
  });
}

Result<Sample> parse(std::string_view text, std::uint64_t outside = 0) {
  Sample sample;
  COFFER_CHECK(read_document(text, [&](Value root) { return read_sample(root, sample, outside); }));
  return sample;
}

Error error_of(std::string_view text) {
  const auto parsed = parse(text);
  return parsed ? Error{} : parsed.error();
}

std::string field_of(std::string_view text) {
  Error error = error_of(text);
  EXPECT_EQ(error.code, ErrorCode::kValidation) << text;
  return error.details["field"];
}

TEST(JsonReader, reads_members_in_any_order) {
  const auto sample = parse(R"( {"tags":["a","ü"], "count": -7, "label":"x\n\u00e9"} )");
  ASSERT_TRUE(sample.has_value()) << sample.error().message;
  EXPECT_EQ(sample->label, "x\né");
  EXPECT_EQ(sample->count, -7);
  EXPECT_EQ(sample->tags, (std::vector<std::string>{"a", "ü"}));
}

TEST(JsonReader, names_an_unknown_member) {
  EXPECT_EQ(field_of(R"({"lable":"x"})"), "lable");
  EXPECT_EQ(field_of(R"({"inner":{"inner":{"nope":[1,{"a":2}]}}})"), "inner.inner.nope");
}

TEST(JsonReader, names_a_repeated_member) { EXPECT_EQ(field_of(R"({"label":"x","label":"x"})"), "label"); }

TEST(JsonReader, refuses_a_member_that_comes_from_elsewhere) {
  const auto parsed = parse(R"({"label":"x"})", 1);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().details.at("field"), "label");
}

TEST(JsonReader, names_what_has_the_wrong_type) {
  EXPECT_EQ(field_of(R"({"label":1})"), "label");
  EXPECT_EQ(field_of(R"({"count":"1"})"), "count");
  EXPECT_EQ(field_of(R"({"count":1.5})"), "count");
  EXPECT_EQ(field_of(R"({"count":9223372036854775808})"), "count");
  EXPECT_EQ(field_of(R"({"tags":["a",3]})"), "tags[1]");
  EXPECT_EQ(field_of(R"({"tags":["a",null]})"), "tags[1]");
  EXPECT_EQ(field_of(R"({"tags":{}})"), "tags");
  EXPECT_EQ(field_of(R"({"inner":[]})"), "inner");
}

TEST(JsonReader, takes_null_as_left_out) {
  const auto sample = parse(R"({"label":null,"count":null,"tags":null,"inner":null})");
  ASSERT_TRUE(sample.has_value());
  EXPECT_EQ(sample->inner_depth, 0);
}

TEST(JsonReader, refuses_what_is_not_json) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "[]x",
                                      "{}}",
                                      "{} {}",
                                      "{\"label\"}",
                                      "{\"label\":}",
                                      "{\"label\":\"x\",}",
                                      "{'label':1}",
                                      "{\"label\":\"x\" \"count\":1}",
                                      "{\"count\":01}",
                                      "{\"count\":+1}",
                                      "nul",
                                      "{\"label\":\"a\nb\"}",
                                      "{\"label\":\"\xff\"}",
                                      "{\"label\":\"\\ud800\"}",
                                      "{\"label\":\"\\x\"}",
                                      "{\"count\":1",
                                      "{\"tags\":[1,]}",
                                      "{\"tags\":[\"a\"",
                                      "5",
                                      "\"x\"",
                                      "true",
                                      "[1]"})
    EXPECT_FALSE(parse(text).has_value()) << text;
}

TEST(JsonReader, refuses_nesting_beyond_32_levels) {
  const auto nested = [](int levels) {
    std::string text = "{}";
    for (int i = 1; i < levels; ++i) text = R"({"inner":)" + text + "}";
    return text;
  };
  EXPECT_TRUE(parse(nested(32)).has_value());
  EXPECT_FALSE(parse(nested(33)).has_value());
  EXPECT_FALSE(parse(nested(5000)).has_value());
}

TEST(JsonReader, keeps_any_value_as_its_text) {
  std::string kept;
  const auto read = read_document(
      R"({"v": {"n": 100000000000000000000000000, "f":1e400, "t":[true, null]} })",
      [&](Value root) { return read_members(root, [&](std::string_view, Value v) { return read_any(v, kept); }); });
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(kept, R"({"n": 100000000000000000000000000, "f":1e400, "t":[true, null]})");
}

TEST(JsonReader, refuses_broken_text_inside_any_value) {
  for (const std::string_view inner : {"{\"a\":tru}", "[1 2]", "{\"a\" 1}", "-", "[\"\\q\"]", "01"}) {
    std::string kept;
    const auto read = read_document("{\"v\":" + std::string(inner) + "}", [&](Value root) {
      return read_members(root, [&](std::string_view, Value v) { return read_any(v, kept); });
    });
    EXPECT_FALSE(read.has_value()) << inner;
  }
}

TEST(JsonReader, reads_base64_and_names_what_is_not) {
  std::string bytes;
  const auto decode = [&](std::string_view text) {
    return read_document(text, [&](Value root) {
      return read_members(root, [&](std::string_view, Value v) { return read_base64(v, bytes); });
    });
  };
  ASSERT_TRUE(decode(R"({"b":"AP8="})").has_value());
  EXPECT_EQ(bytes, std::string("\0\xff", 2));
  EXPECT_FALSE(decode(R"({"b":"AP8"})").has_value());
}

TEST(JsonReader, names_a_map_key_that_comes_twice) {
  std::map<std::string, std::string> map;
  const auto read = read_document(R"({"a":"1","a":"2"})", [&](Value root) {
    return read_map(
        root, [&](const std::string& key) { return map.contains(key); },
        [&](const std::string& key, Value v) { return read_text(v, map[key]); });
  });
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().details.at("field"), "a");
}

TEST(JsonReader, shortens_names_that_it_repeats) {
  EXPECT_EQ(field_of("{\"" + std::string(5000, 'a') + "\":1}").size(), 64U);
}

}  // namespace
}  // namespace coffer::json
