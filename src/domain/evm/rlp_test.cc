#include "domain/evm/rlp.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::evm::rlp {
namespace {

using nlohmann::json;

Bytes from_vector(const json& hex_text) {
  const auto text = hex_text.get<std::string>();
  return testing::from_hex(text.starts_with("0x") ? text.substr(2) : text);
}

/// Decimal digits of any size as minimal big-endian bytes: one vector is 2^256.
Bytes big_endian(std::string_view digits) {
  Bytes out;
  for (const char digit : digits) {
    unsigned carry = static_cast<unsigned>(digit - '0');
    for (auto byte = out.rbegin(); byte != out.rend(); ++byte) {
      carry += *byte * 10U;
      *byte = static_cast<std::uint8_t>(carry);
      carry >>= 8U;
    }
    if (carry != 0) out.insert(out.begin(), static_cast<std::uint8_t>(carry));
  }
  return out;
}

/// The vectors write strings as text, numbers as JSON numbers and big ones as `#` and digits.
Value value_of(const json& in) {
  if (in.is_array()) {
    std::vector<Value> items;
    for (const json& item : in) items.push_back(value_of(item));
    return {items};
  }
  if (in.is_number()) return {U256(in.get<std::uint64_t>()).minimal_big_endian()};
  const auto text = in.get<std::string>();
  if (text.starts_with('#')) return {big_endian(text.substr(1))};
  return {to_bytes(text)};
}

TEST(Rlp, encodes_and_decodes_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/rlptest.json");
  for (const auto& [name, vector] : json::parse(text).items()) {
    const Bytes expected = from_vector(vector["out"]);
    EXPECT_EQ(encode(value_of(vector["in"])), expected) << name;
    const auto decoded = decode(expected);
    ASSERT_TRUE(decoded) << name;
    EXPECT_EQ(*decoded, value_of(vector["in"])) << name;
  }
}

TEST(Rlp, refuses_the_published_invalid_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/invalidRLPTest.json");
  for (const auto& [name, vector] : json::parse(text).items()) EXPECT_FALSE(decode(from_vector(vector["out"]))) << name;
}

TEST(Rlp, refuses_non_minimal_lengths) {
  EXPECT_FALSE(decode(testing::from_hex("8101")));
  EXPECT_FALSE(decode(testing::from_hex("b80180")));
  EXPECT_FALSE(decode(testing::from_hex("f800")));
}

TEST(Rlp, refuses_trailing_bytes) { EXPECT_FALSE(decode(testing::from_hex("8000"))); }

TEST(Rlp, refuses_a_length_beyond_any_memory) { EXPECT_FALSE(decode(testing::from_hex("bfffffffffffffffff"))); }

TEST(Rlp, bounds_the_depth_of_a_tree) {
  Value deep{std::vector<Value>{}};
  for (std::size_t i = 1; i < kMaxDepth; ++i) deep = Value{std::vector<Value>{deep}};
  EXPECT_TRUE(decode(encode(deep)));
  EXPECT_FALSE(decode(encode(Value{std::vector<Value>{deep}})));
}

TEST(Rlp, refuses_integers_with_leading_zeros_or_beyond_their_width) {
  const Bytes zero = testing::from_hex("00");
  EXPECT_FALSE(Reader(zero).integer64());
  const Bytes wide = testing::from_hex("89010000000000000000");
  EXPECT_FALSE(Reader(wide).integer64());
  EXPECT_TRUE(Reader(wide).integer256());
}

}  // namespace
}  // namespace coffer::evm::rlp
