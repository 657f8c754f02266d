#include "services/chains/fee_levels.h"

#include <gtest/gtest.h>

namespace coffer::chains {
namespace {

FeeHistory history_of(std::vector<std::vector<U256>> rewards, std::vector<bool> empty, std::uint64_t base_fee) {
  return {.base_fees = {U256(1), U256(base_fee)}, .rewards = std::move(rewards), .empty = std::move(empty)};
}

TEST(FeeLevels, takes_the_median_tip_of_each_percentile_and_leaves_room_for_the_base_fee) {
  const FeeLevels levels =
      fee_levels(history_of({{1, 10, 100}, {2, 20, 200}, {3, 30, 300}}, {false, false, false}, 1000), 0, 0);
  EXPECT_EQ(levels.offers[0], (FeeOffer{1252, 2}));
  EXPECT_EQ(levels.offers[1], (FeeOffer{2020, 20}));
  EXPECT_EQ(levels.offers[2], (FeeOffer{2700, 200}));
}

TEST(FeeLevels, does_not_learn_from_empty_blocks) {
  const FeeLevels levels = fee_levels(history_of({{0, 0, 0}, {5, 6, 7}}, {true, false}, 0), 9, 0);
  EXPECT_EQ(levels.offers[0].max_priority_fee_per_gas, U256(5));
}

TEST(FeeLevels, takes_the_nodes_suggestion_where_all_blocks_were_empty) {
  const FeeLevels levels = fee_levels(history_of({{0, 0, 0}}, {true}, 100), 9, 1);
  EXPECT_EQ(levels.offers[1].max_priority_fee_per_gas, U256(9));
}

TEST(FeeLevels, never_offers_less_for_more_speed_nor_below_the_floor) {
  const FeeLevels levels = fee_levels(history_of({{50, 40, 30}}, {false}, 0), 0, 45);
  EXPECT_EQ(levels.offers[0].max_priority_fee_per_gas, U256(50));
  EXPECT_EQ(levels.offers[1].max_priority_fee_per_gas, U256(50));
  EXPECT_EQ(levels.offers[2].max_priority_fee_per_gas, U256(50));
}

TEST(FeeLevels, knows_networks_with_one_gas_price) {
  EXPECT_EQ(legacy_fee_levels(100).offers[2], (FeeOffer{125, 125}));
}

}  // namespace
}  // namespace coffer::chains
