#include "domain/keys/shamir.h"

#include <gtest/gtest.h>

#include "base/entropy.h"

namespace coffer::keys {
namespace {

Bytes random_bytes(std::uint64_t seed, std::size_t size) {
  Bytes out(size);
  EXPECT_TRUE(SeededEntropy(seed).fill(out));
  return out;
}

std::vector<ShamirShare> pick(const std::vector<ShamirShare>& shares, const std::vector<std::size_t>& which) {
  std::vector<ShamirShare> out;
  for (const std::size_t i : which) out.push_back({.x = shares[i].x, .y = shares[i].y.clone()});
  return out;
}

TEST(Shamir, every_threshold_of_the_shares_recovers_the_secret) {
  const Bytes secret = random_bytes(1, 32);
  for (std::size_t threshold = 1; threshold <= kMaxShares; ++threshold) {
    const auto shares = shamir_split(secret, threshold, kMaxShares, random_bytes(threshold, 32), "test");
    ASSERT_TRUE(shares) << shares.error().message;
    std::vector<std::size_t> last;
    for (std::size_t i = kMaxShares - threshold; i < kMaxShares; ++i) last.push_back(i);
    const auto recovered = shamir_recover(pick(*shares, last), threshold);
    ASSERT_TRUE(recovered) << recovered.error().message;
    EXPECT_EQ(hex(recovered->expose()), hex(secret));
  }
}

TEST(Shamir, one_altered_bit_is_noticed) {
  const auto shares = shamir_split(random_bytes(1, 16), 3, 5, random_bytes(2, 32), "test").value();
  auto chosen = pick(shares, {4, 0, 2});
  ASSERT_TRUE(shamir_recover(chosen, 3));
  chosen[1].y.expose_mutable()[7] ^= 0x10;
  EXPECT_EQ(shamir_recover(chosen, 3).error().message, "SLIP-39: the digest of the shared secret does not hold");
}

TEST(Shamir, refuses_another_number_of_shares_and_equal_indexes) {
  const auto shares = shamir_split(random_bytes(1, 16), 3, 5, random_bytes(2, 32), "test").value();
  EXPECT_FALSE(shamir_recover(pick(shares, {0, 1}), 3));
  EXPECT_FALSE(shamir_recover(pick(shares, {0, 1, 2, 3}), 3));
  EXPECT_EQ(shamir_recover(pick(shares, {0, 1, 1}), 3).error().message, "SLIP-39: two shares have one index");
  EXPECT_FALSE(shamir_recover({}, 0));
}

TEST(Shamir, fewer_shares_than_the_threshold_say_nothing_of_the_secret) {
  // Two secrets, one entropy: the first shares of both are the same random bytes.
  const auto one = shamir_split(random_bytes(1, 16), 3, 3, random_bytes(9, 32), "test").value();
  const auto other = shamir_split(random_bytes(2, 16), 3, 3, random_bytes(9, 32), "test").value();
  EXPECT_EQ(hex(one[0].y.expose()), hex(other[0].y.expose()));
  EXPECT_NE(hex(one[1].y.expose()), hex(other[1].y.expose()));
}

TEST(Shamir, purposes_have_entropy_of_their_own) {
  const auto one = shamir_split(random_bytes(1, 16), 3, 3, random_bytes(9, 32), "one").value();
  const auto other = shamir_split(random_bytes(1, 16), 3, 3, random_bytes(9, 32), "other").value();
  EXPECT_NE(hex(one[0].y.expose()), hex(other[0].y.expose()));
}

TEST(Shamir, refuses_bounds) {
  EXPECT_FALSE(shamir_split(Bytes(16), 0, 1, Bytes(32), "test"));
  EXPECT_FALSE(shamir_split(Bytes(16), 2, 1, Bytes(32), "test"));
  EXPECT_FALSE(shamir_split(Bytes(16), 2, 17, Bytes(32), "test"));
  EXPECT_FALSE(shamir_split(Bytes(15), 2, 3, Bytes(32), "test"));
  EXPECT_FALSE(shamir_split(Bytes(257), 2, 3, Bytes(32), "test"));
  EXPECT_FALSE(shamir_split(Bytes(16), 2, 3, Bytes(31), "test"));
}

}  // namespace
}  // namespace coffer::keys
