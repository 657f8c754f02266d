#include "services/transactions/fees.h"

#include <algorithm>

namespace coffer::transactions {
namespace {

FeeTerms kept_below(FeeTerms terms, const U256& highest) {
  terms.max_fee_per_gas = std::min(terms.max_fee_per_gas, highest);
  terms.max_priority_fee_per_gas =
      terms.legacy ? terms.max_fee_per_gas : std::min(terms.max_priority_fee_per_gas, terms.max_fee_per_gas);
  return terms;
}

}  // namespace

FeeTerms first_fees(const FeeMarket& market, Speed speed, const FeeLimits& limits, const FeeRules& rules) {
  FeeTerms terms = market.level(speed);
  if (limits.max_priority_fee_per_gas) terms.max_priority_fee_per_gas = *limits.max_priority_fee_per_gas;
  if (limits.max_fee_per_gas) {
    terms.max_fee_per_gas = *limits.max_fee_per_gas;
  } else if (!terms.legacy) {
    terms.max_fee_per_gas = std::max(terms.max_fee_per_gas, terms.max_priority_fee_per_gas);
  }
  return kept_below(terms, rules.highest_fee_per_gas);
}

std::expected<FeeTerms, FeeCapped> raised_fees(std::span<const FeeTerms> earlier, const FeeMarket& market, Speed speed,
                                               const FeeLimits& limits, const FeeRules& rules) {
  FeeTerms terms = market.level(speed);
  // The market's level may lie below what a pool already holds; a replacement must beat the pool.
  for (const FeeTerms& attempt : earlier) {
    terms.max_fee_per_gas =
        std::max(terms.max_fee_per_gas, scaled_up(attempt.max_fee_per_gas, rules.replacement_percent, 100));
    terms.max_priority_fee_per_gas = std::max(
        terms.max_priority_fee_per_gas, scaled_up(attempt.max_priority_fee_per_gas, rules.replacement_percent, 100));
  }
  if (terms.legacy) terms.max_priority_fee_per_gas = terms.max_fee_per_gas;
  terms.max_fee_per_gas = std::max(terms.max_fee_per_gas, terms.max_priority_fee_per_gas);

  const U256 cap = std::min(limits.max_fee_per_gas.value_or(U256::max()), rules.highest_fee_per_gas);
  if (terms.max_fee_per_gas > cap) return std::unexpected(FeeCapped{terms.max_fee_per_gas, cap});
  return terms;
}

U256 highest_cost(const U256& value, std::uint64_t gas_limit, const FeeTerms& fees, const U256& l1_data_fee) {
  const U256 gas = fees.max_fee_per_gas.times(U256(gas_limit)).value_or(U256::max());
  return saturating_add(saturating_add(value, gas), l1_data_fee);
}

}  // namespace coffer::transactions
