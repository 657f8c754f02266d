#include "domain/tron/resources.h"

#include <algorithm>
#include <limits>

#include "base/u256.h"

namespace coffer::tron {
namespace {

constexpr std::uint64_t kResultBytes = 64;     // MAX_RESULT_SIZE_IN_TX
constexpr std::uint64_t kSignatureBytes = 67;  // tag, length and 65 bytes
constexpr std::uint64_t kSunPerTrx = 1'000'000;
constexpr std::uint64_t kPrecision = 1'000'000;  // of averages over a window
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kMost - b ? kMost : a + b; }

/// floor(a · b / c), or the largest number where that does not fit.
std::uint64_t times_over(std::uint64_t a, std::uint64_t b, const U256& c) {
  const U256 product = *U256(a).times(U256(b));  // 128 bits
  return product.divide(c).quotient.to_u64().value_or(kMost);
}

std::uint64_t varint_bytes(std::uint64_t value) {
  std::uint64_t out = 1;
  for (; value >= 0x80; value >>= 7U) ++out;
  return out;
}

}  // namespace

std::uint64_t bandwidth_of(BytesView raw_data, std::size_t signatures) {
  return 1 + varint_bytes(raw_data.size()) + raw_data.size() + kSignatureBytes * signatures + kResultBytes;
}

ResourceCharge charge_of(const ResourceNeed& need, const ResourceBalance& balance, const ResourcePrices& prices) {
  ResourceCharge out;
  if (need.bandwidth <= balance.staked_bandwidth) {
    out.staked_bandwidth = need.bandwidth;
  } else if (need.activates_account) {
    out.burned_sun = prices.activation_bandwidth_sun;  // the free allowance does not serve new accounts
  } else if (need.bandwidth <= balance.free_bandwidth) {
    out.free_bandwidth = need.bandwidth;
  } else {
    out.burned_sun = times_over(need.bandwidth, prices.sun_per_byte, U256(1));
  }
  out.energy = std::min(need.energy, balance.energy);
  out.burned_sun = plus(out.burned_sun, times_over(need.energy - out.energy, prices.sun_per_energy, U256(1)));
  if (need.activates_account) out.burned_sun = plus(out.burned_sun, prices.activation_sun);
  if (need.has_memo) out.burned_sun = plus(out.burned_sun, prices.memo_sun);
  if (need.signatures > 1) out.burned_sun = plus(out.burned_sun, prices.multi_signature_sun);
  return out;
}

std::uint64_t energy_limit(std::uint64_t staked_energy, std::uint64_t balance_sun, std::uint64_t fee_limit_sun,
                           const ResourcePrices& prices) {
  if (prices.sun_per_energy == 0) return kMost;
  return std::min(plus(staked_energy, balance_sun / prices.sun_per_energy), fee_limit_sun / prices.sun_per_energy);
}

std::uint64_t resource_of_stake(std::uint64_t stake_sun, std::uint64_t total_limit, std::uint64_t total_weight_trx) {
  if (total_weight_trx == 0) return 0;
  return times_over(stake_sun, total_limit, *U256(total_weight_trx).times(U256(kSunPerTrx)));
}

std::uint64_t stake_for_resource(std::uint64_t amount, std::uint64_t total_limit, std::uint64_t total_weight_trx) {
  if (amount == 0) return 0;
  if (total_limit == 0 || total_weight_trx == 0) return kMost;
  const U256 product = *U256(amount).times(U256(total_weight_trx));
  const auto [trx, rest] = product.divide(U256(total_limit));
  const auto whole = trx.to_u64();
  return whole ? plus(*whole, rest.is_zero() ? 0 : 1) : kMost;
}

std::uint64_t usage_after(std::uint64_t last_usage, std::uint64_t last_slot, std::uint64_t now_slot,
                          std::uint64_t window_slots) {
  const std::uint64_t passed = now_slot - std::min(last_slot, now_slot);
  if (passed >= window_slots) return 0;
  const U256 scaled = *U256(last_usage).times(U256(kPrecision));
  const auto [quotient, remainder] = scaled.divide(U256(window_slots));
  U256 average = *quotient.plus(U256(remainder.is_zero() ? 0 : 1));
  if (passed > 0) {
    // Rounded to the nearest, halves up.
    const U256 left = *average.times(U256(window_slots - passed))->plus(U256(window_slots / 2));
    average = left.divide(U256(window_slots)).quotient;
  }
  return average.times(U256(window_slots))->divide(U256(kPrecision)).quotient.to_u64().value_or(kMost);
}

}  // namespace coffer::tron
