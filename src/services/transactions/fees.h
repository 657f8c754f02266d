#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>

#include "base/u256.h"
#include "services/transactions/status.h"

namespace coffer::transactions {

/// What an attempt offers for each unit of gas, in wei. On a network without EIP-1559 (`legacy`) both
/// numbers are the gas price.
struct FeeTerms {
  U256 max_fee_per_gas;
  U256 max_priority_fee_per_gas;
  bool legacy = false;
  bool operator==(const FeeTerms&) const = default;
};

/// What the network asks now.
struct FeeMarket {
  std::array<FeeTerms, 3> levels;  // by Speed
  U256 base_fee;                   // of the newest block; zero where there is none
  [[nodiscard]] const FeeTerms& level(Speed speed) const { return levels.at(static_cast<std::size_t>(speed)); }
};

/// What the owner of an intent set; a value is both the first offer and the cap of automatic bumps.
struct FeeLimits {
  std::optional<U256> max_fee_per_gas = {};
  std::optional<U256> max_priority_fee_per_gas = {};
};

struct FeeRules {
  /// What a replacement must offer of the earlier attempt, in percent (geth: 110).
  std::uint64_t replacement_percent = 110;
  /// No attempt ever offers more, in wei per gas.
  U256 highest_fee_per_gas = U256(10'000'000'000'000ULL);  // 10,000 gwei
  bool operator==(const FeeRules&) const = default;
};

/// The offer of a first attempt: the owner's numbers where given, else the market's, never above
/// `highest_fee_per_gas`; the priority fee never above the fee (EIP-1559).
FeeTerms first_fees(const FeeMarket& market, Speed speed, const FeeLimits& limits, const FeeRules& rules);

/// A cap forbids the offer that the rules ask for.
struct FeeCapped {
  U256 needed;  // max_fee_per_gas, wei
  U256 cap;
};

/// The offer of a further attempt on the same nonce: at least `replacement_percent` of every earlier
/// attempt in both numbers, and no less than the market asks. `limits` are the owner's caps; none for
/// what the owner asked for by hand.
std::expected<FeeTerms, FeeCapped> raised_fees(std::span<const FeeTerms> earlier, const FeeMarket& market, Speed speed,
                                               const FeeLimits& limits, const FeeRules& rules);

/// value + gas_limit × max_fee_per_gas + l1_data_fee: what an attempt can cost at most; saturates.
U256 highest_cost(const U256& value, std::uint64_t gas_limit, const FeeTerms& fees, const U256& l1_data_fee = {});

}  // namespace coffer::transactions
