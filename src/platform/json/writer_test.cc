#include "platform/json/writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace coffer::json {
namespace {

std::string text(std::string_view value) {
  std::string out;
  append_text(out, value);
  return out;
}

TEST(JsonWriter, escapes_what_must_be_escaped_and_nothing_else) {
  EXPECT_EQ(text("a\"b\\c/é😀"), "\"a\\\"b\\\\c/é😀\"");
  EXPECT_EQ(text(std::string_view("\n\r\t\0\x1f", 5)), "\"\\n\\r\\t\\u0000\\u001f\"");
  EXPECT_EQ(text("\x7f"), "\"\x7f\"");
}

TEST(JsonWriter, repairs_text_that_is_not_utf8) {
  EXPECT_EQ(text("a\xff\"b"), "\"a\xEF\xBF\xBD\\\"b\"");
  EXPECT_EQ(text("\xED\xA0\x80é"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDé\"");
}

TEST(JsonWriter, writes_the_whole_range_of_integers) {
  std::string out;
  append_integer(out, std::numeric_limits<std::int64_t>::min());
  out += ' ';
  append_integer(out, std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(out, "-9223372036854775808 9223372036854775807");
}

TEST(JsonWriter, writes_objects_and_lists) {
  std::string out;
  {
    ObjectWriter object(out);
    object.key("a");
    append_list(out, std::vector<int>{1, 2}, [&](int item) { append_integer(out, item); });
    object.text_key("b\"");
    append_boolean(out, false);
    object.key("c");
    append_base64(out, std::string_view("\0\xff", 2));
  }
  EXPECT_EQ(out, R"({"a":[1,2],"b\"":false,"c":"AP8="})");
}

TEST(JsonWriter, passes_json_through_and_nothing_that_is_not) {
  std::string out;
  append_any(out, R"({"a":1})");
  append_any(out, R"({"a":)");
  EXPECT_EQ(out, R"({"a":1}null)");
}

}  // namespace
}  // namespace coffer::json
