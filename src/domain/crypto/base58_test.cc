#include "domain/crypto/base58.h"

#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

TEST(Base58, writes_known_texts) {
  EXPECT_EQ(base58(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58(parse_hex("0000287fb4cd").value()), "11233QC4");
  EXPECT_EQ(base58({}), "");
  EXPECT_EQ(base58(Bytes(3, 0)), "111");
}

TEST(Base58, reads_back_every_length_and_number_of_leading_zeros) {
  for (std::size_t size = 0; size <= 120; ++size) {
    for (std::size_t zeros = 0; zeros <= std::min<std::size_t>(size, 9); ++zeros) {
      Bytes bytes(size, 0);
      for (std::size_t i = zeros; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 37 + size * 11 + 1);
      ASSERT_EQ(parse_base58(base58(bytes)), bytes) << size << ", " << zeros;
    }
  }
}

TEST(Base58, refuses_characters_outside_the_alphabet_and_long_texts) {
  for (const std::string_view text : {"0", "O", "I", "l", " 1", "1 ", "\xC3\xA4"}) EXPECT_FALSE(parse_base58(text));
  EXPECT_TRUE(parse_base58(std::string(256, 'z')));
  EXPECT_FALSE(parse_base58(std::string(257, '1')));
}

TEST(Base58Check, reads_the_first_address_ever_paid) {
  EXPECT_EQ(hex(parse_base58check("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa").value()),
            "0062e907b15cbf27d5425399ebf6f0fb50ebb88f18");
  EXPECT_EQ(base58check(parse_hex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18").value()),
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
}

TEST(Base58Check, refuses_every_changed_character) {
  const std::string address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
  for (std::size_t i = 0; i < address.size(); ++i) {
    std::string changed = address;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    ASSERT_FALSE(parse_base58check(changed)) << changed;
  }
  EXPECT_FALSE(parse_base58check("111"));
}

}  // namespace
}  // namespace coffer::crypto
