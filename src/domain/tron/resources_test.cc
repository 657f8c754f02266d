#include "domain/tron/resources.h"

#include <gtest/gtest.h>

#include <limits>

namespace coffer::tron {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

// A TRX transfer of mainnet: 134 bytes of raw_data cost 268 bandwidth points.
TEST(TronBandwidth, counts_bytes_signatures_and_the_result) {
  EXPECT_EQ(bandwidth_of(Bytes(134)), 2U + 1U + 134U + 67U + 64U);
  EXPECT_EQ(bandwidth_of(Bytes(127)), 1U + 1U + 127U + 67U + 64U);
  EXPECT_EQ(bandwidth_of(Bytes(127), 3), 1U + 1U + 127U + 3U * 67U + 64U);
}

TEST(TronCharge, bandwidth_is_staked_or_free_or_burned_as_a_whole) {
  const ResourcePrices prices;
  const ResourceNeed need{.bandwidth = 268};
  EXPECT_EQ(charge_of(need, {.staked_bandwidth = 268}, prices).burned_sun, 0U);
  EXPECT_EQ(charge_of(need, {.staked_bandwidth = 268}, prices).staked_bandwidth, 268U);
  EXPECT_EQ(charge_of(need, {.staked_bandwidth = 267, .free_bandwidth = 600}, prices).free_bandwidth, 268U);
  EXPECT_EQ(charge_of(need, {.staked_bandwidth = 267, .free_bandwidth = 267}, prices).burned_sun, 268'000U);
}

TEST(TronCharge, energy_is_burned_for_what_stake_does_not_cover) {
  const ResourceNeed need{.bandwidth = 345, .energy = 64'285};
  const auto charge = charge_of(need, {.free_bandwidth = 600, .energy = 4'285}, {});
  EXPECT_EQ(charge.energy, 4'285U);
  EXPECT_EQ(charge.burned_sun, 60'000U * 100U);
}

TEST(TronCharge, a_new_account_a_memo_and_more_signatures_cost_extra) {
  const ResourceBalance free{.free_bandwidth = 600};
  EXPECT_EQ(charge_of({.bandwidth = 268, .activates_account = true}, free, {}).burned_sun, 1'100'000U);
  EXPECT_EQ(charge_of({.bandwidth = 268, .activates_account = true}, {.staked_bandwidth = 300}, {}).burned_sun,
            1'000'000U);
  EXPECT_EQ(charge_of({.bandwidth = 268, .has_memo = true}, free, {}).burned_sun, 1'000'000U);
  EXPECT_EQ(charge_of({.bandwidth = 400, .signatures = 2}, free, {}).burned_sun, 1'000'000U);
}

TEST(TronCharge, saturates) {
  EXPECT_EQ(charge_of({.bandwidth = kMost, .energy = kMost, .activates_account = true}, {}, {}).burned_sun, kMost);
}

TEST(TronEnergy, is_limited_by_stake_balance_and_fee_limit) {
  EXPECT_EQ(energy_limit(1'000, 500'000, 1'000'000, {}), 6'000U);
  EXPECT_EQ(energy_limit(1'000, 5'000'000'000, 1'000'000, {}), 10'000U);
  EXPECT_EQ(energy_limit(kMost, kMost, kMost, {}), kMost / 100);
}

TEST(TronStake, gives_its_share_of_the_day) {
  EXPECT_EQ(resource_of_stake(1'000'000, 180'000'000'000, 19'000'000'000), 9U);
  EXPECT_EQ(resource_of_stake(500'000, 180'000'000'000, 19'000'000'000), 4U);
  EXPECT_EQ(resource_of_stake(1, 1, 0), 0U);
  EXPECT_EQ(resource_of_stake(kMost, kMost, 1), kMost);
  for (const std::uint64_t amount : {1U, 9U, 65'000U, 1'000'000U}) {
    const std::uint64_t stake = stake_for_resource(amount, 180'000'000'000, 19'000'000'000);
    EXPECT_GE(resource_of_stake(stake * 1'000'000, 180'000'000'000, 19'000'000'000), amount);
    EXPECT_LT(resource_of_stake((stake - 1) * 1'000'000, 180'000'000'000, 19'000'000'000), amount);
  }
  EXPECT_EQ(stake_for_resource(1, 0, 5), kMost);
}

TEST(TronUsage, recovers_linearly_over_a_day) {
  EXPECT_EQ(usage_after(28'800, 100, 100), 28'800U);
  EXPECT_EQ(usage_after(28'800, 0, 14'400), 14'400U);
  EXPECT_EQ(usage_after(28'800, 0, 28'799), 1U);
  EXPECT_EQ(usage_after(28'800, 0, 28'800), 0U);
  EXPECT_EQ(usage_after(600, 0, 7'200), 450U);
  EXPECT_EQ(usage_after(600, 50, 0), 600U) << "a clock that went back recovers nothing";
}

}  // namespace
}  // namespace coffer::tron
