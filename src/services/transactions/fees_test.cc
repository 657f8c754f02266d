#include "services/transactions/fees.h"

#include <gtest/gtest.h>

namespace coffer::transactions {
namespace {

FeeMarket market(std::uint64_t fee, std::uint64_t tip) {
  FeeMarket out;
  for (FeeTerms& level : out.levels) level = {U256(fee), U256(tip)};
  return out;
}

const FeeRules kRules;

TEST(FirstFees, are_the_markets_unless_the_owner_says_otherwise) {
  EXPECT_EQ(first_fees(market(100, 2), Speed::kNormal, {}, kRules), (FeeTerms{100, 2}));
  EXPECT_EQ(first_fees(market(100, 2), Speed::kNormal, {.max_fee_per_gas = U256(50)}, kRules), (FeeTerms{50, 2}));
}

TEST(FirstFees, keep_the_tip_below_the_fee) {
  EXPECT_EQ(first_fees(market(100, 20), Speed::kSlow, {.max_fee_per_gas = U256(10)}, kRules), (FeeTerms{10, 10}));
  EXPECT_EQ(first_fees(market(100, 2), Speed::kSlow, {.max_priority_fee_per_gas = U256(300)}, kRules),
            (FeeTerms{300, 300}));
}

TEST(RaisedFees, are_at_least_ten_percent_above_every_earlier_offer_rounded_up) {
  const std::vector<FeeTerms> earlier{{101, 3}, {90, 7}};
  EXPECT_EQ(*raised_fees(earlier, market(1, 1), Speed::kNormal, {}, kRules), (FeeTerms{112, 8}));
}

TEST(RaisedFees, follow_the_market_where_it_asks_more) {
  const std::vector<FeeTerms> earlier{{100, 2}};
  EXPECT_EQ(*raised_fees(earlier, market(500, 40), Speed::kNormal, {}, kRules), (FeeTerms{500, 40}));
}

TEST(RaisedFees, say_what_a_cap_forbids) {
  const std::vector<FeeTerms> earlier{{100, 2}};
  const auto raised = raised_fees(earlier, market(1, 1), Speed::kNormal, {.max_fee_per_gas = U256(105)}, kRules);
  ASSERT_FALSE(raised);
  EXPECT_EQ(raised.error().needed, U256(110));
  EXPECT_EQ(raised.error().cap, U256(105));
}

TEST(RaisedFees, never_pass_the_highest_of_the_network) {
  FeeRules rules;
  rules.highest_fee_per_gas = U256(105);
  const std::vector<FeeTerms> earlier{{100, 2}};
  EXPECT_FALSE(raised_fees(earlier, market(1, 1), Speed::kNormal, {}, rules));
}

TEST(HighestCost, saturates_instead_of_wrapping) {
  EXPECT_EQ(highest_cost(U256(5), 10, {7, 1}, U256(3)), U256(78));
  EXPECT_EQ(highest_cost(U256::max(), 21000, {7, 1}), U256::max());
}

}  // namespace
}  // namespace coffer::transactions
