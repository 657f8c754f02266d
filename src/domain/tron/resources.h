#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

/// Bandwidth and energy: java-tron's BandwidthProcessor, EnergyProcessor and ResourceProcessor in whole numbers.
namespace coffer::tron {

/// The chain parameters that price a transaction (`getchainparameters`); the defaults are those of mainnet in late
/// 2025.
struct ResourcePrices {
  std::uint64_t sun_per_byte = 1'000;                // getTransactionFee
  std::uint64_t sun_per_energy = 100;                // getEnergyFee
  std::uint64_t activation_sun = 1'000'000;          // getCreateNewAccountFeeInSystemContract
  std::uint64_t activation_bandwidth_sun = 100'000;  // getCreateAccountFee: where staked bandwidth does not cover it
  std::uint64_t memo_sun = 1'000'000;                // getMemoFee
  std::uint64_t multi_signature_sun = 1'000'000;     // getMultiSignFee: from the second signature on
};

/// What an account may use now, after recovery.
struct ResourceBalance {
  std::uint64_t staked_bandwidth = 0;
  std::uint64_t free_bandwidth = 0;
  std::uint64_t energy = 0;
};

/// What a transaction takes.
struct ResourceNeed {
  std::uint64_t bandwidth = 0;
  std::uint64_t energy = 0;
  bool activates_account = false;  // a transfer to an account that does not exist yet
  bool has_memo = false;
  std::size_t signatures = 1;
};

/// What is burned for it, and what is used up instead.
struct ResourceCharge {
  std::uint64_t burned_sun = 0;
  std::uint64_t staked_bandwidth = 0;
  std::uint64_t free_bandwidth = 0;
  std::uint64_t energy = 0;
};

/// Bandwidth points of a signed transaction: its bytes without results, and 64 for the result that will be added.
std::uint64_t bandwidth_of(BytesView raw_data, std::size_t signatures = 1);

/// Bandwidth is paid from stake when that covers all of it, else from the free allowance when that does, else it is
/// burned as a whole; energy is burned for what stake does not cover. Amounts saturate at 2^64 - 1.
ResourceCharge charge_of(const ResourceNeed& need, const ResourceBalance& balance, const ResourcePrices& prices);

/// The energy that a call may take: what the stake and the balance pay for, within the fee limit.
std::uint64_t energy_limit(std::uint64_t staked_energy, std::uint64_t balance_sun, std::uint64_t fee_limit_sun,
                           const ResourcePrices& prices);

/// The share of the chain's daily resource that a stake gives: floor(stake · total_limit / (10^6 · total_weight)).
/// `total_weight` is the whole stake in TRX; 0 gives 0.
std::uint64_t resource_of_stake(std::uint64_t stake_sun, std::uint64_t total_limit, std::uint64_t total_weight_trx);
/// The least stake, in whole TRX, that gives at least so much; nothing fits gives 2^64 - 1.
std::uint64_t stake_for_resource(std::uint64_t amount, std::uint64_t total_limit, std::uint64_t total_weight_trx);

/// How much of an earlier use still counts: it recovers linearly over the window. Times are slots of 3 seconds,
/// the window of a day is 28,800.
inline constexpr std::uint64_t kDayWindowSlots = 28'800;
std::uint64_t usage_after(std::uint64_t last_usage, std::uint64_t last_slot, std::uint64_t now_slot,
                          std::uint64_t window_slots = kDayWindowSlots);

}  // namespace coffer::tron
