#include "services/chains/head_ring.h"

#include <gtest/gtest.h>

namespace coffer::chains {
namespace {

evm::Hash hash(std::uint8_t branch, std::uint64_t number) {
  evm::Hash out;
  out.bytes[0] = branch;
  out.bytes[31] = static_cast<std::uint8_t>(number);
  return out;
}

BlockHeader block(std::uint8_t branch, std::uint64_t number, std::uint8_t parent_branch) {
  return {.number = number,
          .hash = hash(branch, number),
          .parent_hash = hash(parent_branch, number - 1),
          .time = {},
          .base_fee = {}};
}

HeadRing ring_of(std::uint64_t blocks, std::size_t capacity = 16) {
  HeadRing ring(capacity);
  for (std::uint64_t number = 1; number <= blocks; ++number) ring.push(block(1, number, 1));
  return ring;
}

TEST(HeadRing, extends_without_a_reorganisation) {
  HeadRing ring = ring_of(3);
  EXPECT_TRUE(ring.joins(block(1, 4, 1)));
  EXPECT_EQ(ring.push(block(1, 4, 1)).depth, 0U);
}

TEST(HeadRing, counts_the_blocks_that_a_new_branch_replaces) {
  HeadRing ring = ring_of(5);
  EXPECT_EQ(ring.push(block(2, 4, 1)).depth, 2U);
  EXPECT_EQ(ring.tip().hash, hash(2, 4));
}

TEST(HeadRing, does_not_join_a_block_whose_parent_it_does_not_have) {
  const HeadRing ring = ring_of(5);
  EXPECT_FALSE(ring.joins(block(2, 6, 2)));
  EXPECT_FALSE(ring.joins(block(1, 9, 1)));
}

TEST(HeadRing, forgets_the_oldest_beyond_its_capacity) {
  const HeadRing ring = ring_of(10, 4);
  EXPECT_EQ(ring.size(), 4U);
  EXPECT_EQ(ring.at(6), nullptr);
  ASSERT_NE(ring.at(7), nullptr);
  EXPECT_EQ(ring.at(7)->hash, hash(1, 7));
}

}  // namespace
}  // namespace coffer::chains
