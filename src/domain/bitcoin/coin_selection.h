#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace coffer::bitcoin {

/// An output that may be spent. `weight` is that of the whole input that spends it, witness included.
struct Coin {
  std::uint64_t amount_sats = 0;
  std::uint64_t weight = 0;
};

/// What a selection has to reach. Fee rates are in satoshi per 1,000 virtual bytes.
struct SelectionRequest {
  std::uint64_t target_sats = 0;  // recipients, and the fee of everything but inputs and change
  std::uint64_t fee_rate = 0;
  std::uint64_t long_term_fee_rate = 0;  // what spending the coins later is expected to cost
  std::uint64_t change_weight = 0;       // of the change output
  std::uint64_t dust_sats = 0;           // a change below it is left to the fee
};

/// Which of the two found the selection.
enum class SelectionAlgorithm : std::uint8_t { kBranchAndBound, kKnapsack };
std::string_view selection_algorithm_name(SelectionAlgorithm algorithm);  // `bnb`, `knapsack`

/// Coins to spend and what becomes of the rest, in satoshis.
struct Selection {
  std::vector<std::size_t> coins;  // indexes into the given coins, ascending
  std::uint64_t change_sats = 0;   // 0: no change output
  std::uint64_t fee_sats = 0;      // selected − target − change
  std::int64_t waste_sats = 0;
  SelectionAlgorithm algorithm = SelectionAlgorithm::kBranchAndBound;
};

/// The selection of least waste among branch and bound (exact sums, no change) and knapsack. Waste, as in Bitcoin Core:
/// what the inputs cost now over the long-term rate, and the change output's fee, or the excess that is given up
/// without one. Coins that cost more than they bring are left out. Deterministic. Fails with kInsufficientFunds when
/// the coins cannot reach the target, and on more than 100,000 coins.
Result<Selection> select_coins(const std::vector<Coin>& coins, const SelectionRequest& request);

}  // namespace coffer::bitcoin
