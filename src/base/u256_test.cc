#include "base/u256.h"

#include <cryptopp/integer.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/entropy.h"

namespace coffer {
namespace {

using CryptoPP::Integer;

Integer oracle(const U256& value) {
  const auto bytes = value.big_endian();
  return {bytes.data(), bytes.size()};
}

/// Random values of every bit length, so that carries and edges are met.
U256 random_value(SeededEntropy& entropy) {
  ByteArray<33> raw{};
  EXPECT_TRUE(entropy.fill(raw));
  return *U256::from_big_endian(BytesView(raw).subspan(1, raw[0] % 33));
}

TEST(U256, agrees_with_cryptopp_on_random_values) {
  SeededEntropy entropy(7);
  const Integer limit = Integer::Power2(256);
  for (int i = 0; i < 20'000; ++i) {
    const U256 a = random_value(entropy);
    const U256 b = random_value(entropy);
    const Integer x = oracle(a);
    const Integer y = oracle(b);
    ASSERT_EQ(a.plus(b).has_value(), x + y < limit);
    if (const auto sum = a.plus(b)) ASSERT_EQ(oracle(*sum), x + y);
    ASSERT_EQ(a.minus(b).has_value(), x >= y);
    if (const auto difference = a.minus(b)) ASSERT_EQ(oracle(*difference), x - y);
    ASSERT_EQ(a.times(b).has_value(), x * y < limit);
    if (const auto product = a.times(b)) ASSERT_EQ(oracle(*product), x * y);
    ASSERT_EQ(a < b, x < y);
    if (b.is_zero()) continue;
    ASSERT_EQ(oracle(a.divide(b).quotient), x / y);
    ASSERT_EQ(oracle(a.divide(b).remainder), x % y);
  }
}

TEST(U256, prints_and_reads_decimal_and_quantity) {
  SeededEntropy entropy(8);
  for (int i = 0; i < 2'000; ++i) {
    const U256 value = random_value(entropy);
    std::ostringstream text;
    text << oracle(value);
    ASSERT_EQ(value.decimal() + ".", text.str());
    ASSERT_EQ(*U256::parse_decimal(value.decimal()), value);
    ASSERT_EQ(*U256::parse_hex(value.quantity()), value);
  }
  EXPECT_EQ(U256().quantity(), "0x0");
  EXPECT_EQ(U256(1024).quantity(), "0x400");
}

TEST(U256, refuses_decimals_that_are_not_canonical_or_do_not_fit) {
  EXPECT_TRUE(U256::parse_decimal(U256::max().decimal()));
  for (const char* bad : {"", "-1", "+1", " 1", "01", "1.0", "1e3", "0x1",
                          "115792089237316195423570985008687907853269984665640564039457584007913129639936"})
    EXPECT_FALSE(U256::parse_decimal(bad)) << bad;
}

TEST(ScaledUp, rounds_up_and_saturates) {
  EXPECT_EQ(scaled_up(10, 110, 100), U256(11));
  EXPECT_EQ(scaled_up(1, 110, 100), U256(2));
  EXPECT_EQ(scaled_up(U256::max(), 110, 100), U256::max());
}

}  // namespace
}  // namespace coffer
