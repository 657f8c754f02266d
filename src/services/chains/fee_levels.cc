#include "services/chains/fee_levels.h"

#include <algorithm>

namespace coffer::chains {
namespace {

constexpr std::array<std::uint64_t, 3> kBaseFeePercent{125, 200, 250};
constexpr std::array<std::uint64_t, 3> kLegacyPercent{100, 110, 125};

U256 median_reward(const FeeHistory& history, std::size_t percentile, const U256& otherwise) {
  std::vector<U256> rewards;
  for (std::size_t block = 0; block < history.rewards.size(); ++block) {
    const bool empty = block < history.empty.size() && history.empty[block];
    if (!empty && percentile < history.rewards[block].size()) rewards.push_back(history.rewards[block][percentile]);
  }
  if (rewards.empty()) return otherwise;
  const auto middle = rewards.begin() + static_cast<std::ptrdiff_t>(rewards.size() / 2);
  std::ranges::nth_element(rewards, middle);
  return *middle;
}

}  // namespace

FeeLevels fee_levels(const FeeHistory& history, const U256& suggested_tip, const U256& min_tip) {
  FeeLevels out;
  out.base_fee = history.base_fees.back();
  for (std::size_t level = 0; level < out.offers.size(); ++level) {
    U256 tip = std::max(median_reward(history, level, suggested_tip), min_tip);
    // A faster level never pays less than a slower one.
    if (level > 0) tip = std::max(tip, out.offers.at(level - 1).max_priority_fee_per_gas);
    out.offers.at(level) = {saturating_add(scaled_up(out.base_fee, kBaseFeePercent.at(level), 100), tip), tip};
  }
  return out;
}

FeeLevels legacy_fee_levels(const U256& gas_price) {
  FeeLevels out;
  for (std::size_t level = 0; level < out.offers.size(); ++level) {
    const U256 price = scaled_up(gas_price, kLegacyPercent.at(level), 100);
    out.offers.at(level) = {price, price};
  }
  return out;
}

}  // namespace coffer::chains
