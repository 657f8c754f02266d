#include "base/bytes.h"

#include <gtest/gtest.h>

namespace coffer {
namespace {

TEST(Hex, round_trips_and_refuses_what_is_not_hex) {
  EXPECT_EQ(hex0x(Bytes{0x00, 0xab, 0xff}), "0x00abff");
  EXPECT_EQ(*parse_hex0x("0x00ABff"), (Bytes{0x00, 0xab, 0xff}));
  for (const char* bad : {"00", "0X00", "0x0", "0x0g", "x", ""}) EXPECT_FALSE(parse_hex0x(bad)) << bad;
}

TEST(Hex, fixed_length_names_the_length) {
  EXPECT_TRUE(parse_fixed_hex0x<2>("0x0102"));
  EXPECT_EQ(parse_fixed_hex0x<2>("0x01").error().message, "must be 2 bytes");
}

// RFC 4648 section 10.
TEST(Base64, agrees_with_the_vectors_of_rfc_4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(base64(as_bytes(plain)), coded);
    EXPECT_EQ(as_text(*parse_base64(coded)), plain);
  }
}

TEST(Base64, is_strict) {
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zm9v\n", "Zm 9", "====", "Zg==Zg=="})
    EXPECT_FALSE(parse_base64(bad)) << bad;
  for (const char* bad : {"Zh", "Zg==", "A", "a+b/"}) EXPECT_FALSE(parse_base64url(bad)) << bad;
  EXPECT_EQ(base64url(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Utf8, refuses_overlong_forms_surrogates_and_cut_sequences) {
  EXPECT_TRUE(is_utf8("gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91"));
  for (const char* bad : {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\x80", "\xff"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(EqualConstantTime, compares_content_and_length) {
  EXPECT_TRUE(equal_constant_time(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("ab")));
}

}  // namespace
}  // namespace coffer
