#pragma once

#include <array>

#include "services/chains/eth.h"

namespace coffer::chains {

/// An offer per unit of gas, in wei.
struct FeeOffer {
  U256 max_fee_per_gas;
  U256 max_priority_fee_per_gas;
  bool operator==(const FeeOffer&) const = default;
};

struct FeeLevels {
  std::array<FeeOffer, 3> offers;  // slow, normal, fast
  U256 base_fee;                   // of the next block
};

/// The percentiles that `fee_levels` expects in the history, as a JSON array.
inline constexpr std::string_view kFeePercentiles = "[10,50,90]";
inline constexpr std::uint64_t kFeeBlocks = 10;

/// Three speeds from the last blocks: the tip is the median over the blocks of what their 10th, 50th
/// and 90th percentile paid (`suggested_tip` where all were empty; at least `min_tip`), the fee has
/// room for the base fee to rise by 25, 100 and 150 %.
FeeLevels fee_levels(const FeeHistory& history, const U256& suggested_tip, const U256& min_tip);

/// The same for a network with one gas price: 100, 110 and 125 % of it.
FeeLevels legacy_fee_levels(const U256& gas_price);

}  // namespace coffer::chains
