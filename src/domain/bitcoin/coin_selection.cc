#include "domain/bitcoin/coin_selection.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/transaction.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxCoins = 100'000;
constexpr std::size_t kMaxTries = 100'000;
constexpr std::uint64_t kMaxRate = 100'000'000;  // 100,000 sat/vB
constexpr std::uint64_t kMaxWeight = 4'000'000;

/// A coin by what it brings after paying for its own input.
struct Candidate {
  std::size_t index;
  std::uint64_t effective;
  std::int64_t waste;
};

/// Rounded up, as a node's minimum rate is not to be missed.
std::uint64_t fee_of(std::uint64_t weight, std::uint64_t rate) { return (weight * rate + 3'999) / 4'000; }

std::vector<Candidate> candidates_of(const std::vector<Coin>& coins, const SelectionRequest& request) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < coins.size(); ++i) {
    const std::uint64_t fee = fee_of(coins[i].weight, request.fee_rate);
    if (coins[i].amount_sats <= fee) continue;
    const std::uint64_t later = fee_of(coins[i].weight, request.long_term_fee_rate);
    out.push_back({.index = i,
                   .effective = coins[i].amount_sats - fee,
                   .waste = static_cast<std::int64_t>(fee) - static_cast<std::int64_t>(later)});
  }
  std::ranges::sort(out, [](const Candidate& a, const Candidate& b) {
    return a.effective != b.effective ? a.effective > b.effective : a.index < b.index;
  });
  return out;
}

using Choice = std::vector<std::size_t>;  // positions among the candidates, ascending

/// Murch's branch and bound: depth first, taking a coin before leaving it out, for a sum within
/// [target, target + tolerance] of least waste.
class BranchAndBound {
 public:
  BranchAndBound(const std::vector<Candidate>& candidates, std::uint64_t target, std::uint64_t tolerance)
      : candidates_(candidates), target_(target), most_(target + tolerance), left_(candidates.size() + 1) {
    for (std::size_t i = candidates.size(); i-- > 0;) left_[i] = left_[i + 1] + candidates[i].effective;
  }

  std::optional<Choice> run() {
    std::size_t at = 0;
    for (std::size_t tries = 0; tries < kMaxTries; ++tries) {
      const bool dead = sum_ > most_ || sum_ + left_[at] < target_ || costs_more_than_best();
      if (!dead && sum_ >= target_) keep();
      if (dead || sum_ >= target_ || at == candidates_.size()) {
        if (chosen_.empty()) break;
        at = chosen_.back();
        leave_out(at++);
        // A twin of the coin that was just left out would only repeat the search.
        while (at < candidates_.size() && is_twin(at)) ++at;
        continue;
      }
      take(at++);
    }
    return best_;
  }

 private:
  [[nodiscard]] bool is_twin(std::size_t at) const {
    return candidates_[at].effective == candidates_[at - 1].effective &&
           candidates_[at].waste == candidates_[at - 1].waste;
  }
  /// More inputs only add to the waste where spending now is dearer than later.
  [[nodiscard]] bool costs_more_than_best() const {
    return best_ && !candidates_.empty() && candidates_[0].waste > 0 && waste_ > best_waste_;
  }
  void take(std::size_t at) {
    chosen_.push_back(at);
    sum_ += candidates_[at].effective;
    waste_ += candidates_[at].waste;
  }
  void leave_out(std::size_t at) {
    chosen_.pop_back();
    sum_ -= candidates_[at].effective;
    waste_ -= candidates_[at].waste;
  }
  void keep() {
    const std::int64_t waste = waste_ + static_cast<std::int64_t>(sum_ - target_);
    if (best_ && waste >= best_waste_) return;
    best_ = chosen_;
    best_waste_ = waste;
  }

  const std::vector<Candidate>& candidates_;
  std::uint64_t target_;
  std::uint64_t most_;
  std::vector<std::uint64_t> left_;  // what the coins from a position on bring together
  Choice chosen_;
  std::uint64_t sum_ = 0;
  std::int64_t waste_ = 0;
  std::optional<Choice> best_;
  std::int64_t best_waste_ = 0;
};

/// The smallest single coin that reaches the goal, or the closest sum of smaller ones that a thousand rounds of picking
/// find. The picking is pseudo-random with a fixed seed: the same coins give the same answer.
class Knapsack {
 public:
  Knapsack(const std::vector<Candidate>& candidates, std::uint64_t goal) : goal_(goal) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (candidates[i].effective >= goal) {
        larger_ = i;  // sorted: the last one is the smallest
        larger_sum_ = candidates[i].effective;
      } else {
        smaller_.push_back({i, candidates[i].effective});
      }
    }
  }

  std::optional<Choice> run() {
    std::uint64_t total = 0;
    for (const auto& [position, value] : smaller_) total += value;
    if (total < goal_) return larger_ ? std::optional(Choice{*larger_}) : std::nullopt;
    best_sum_ = total;
    best_.assign(smaller_.size(), true);
    for (int round = 0; round < 1'000 && best_sum_ > goal_; ++round) pick();
    if (larger_ && larger_sum_ <= best_sum_) return Choice{*larger_};
    Choice out;
    for (std::size_t i = 0; i < smaller_.size(); ++i)
      if (best_[i]) out.push_back(smaller_[i].position);
    return out;
  }

 private:
  struct Item {
    std::size_t position;
    std::uint64_t value;
  };

  bool coin_flip() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return (state_ & 1U) != 0;
  }

  /// One round: coins by chance, then those left over, until the goal is reached; a coin that overshoots is tried
  /// without.
  void pick() {
    std::vector<bool> taken(smaller_.size());
    std::uint64_t sum = 0;
    for (int pass = 0; pass < 2 && sum < goal_; ++pass) {
      for (std::size_t i = 0; i < smaller_.size(); ++i) {
        if (pass == 0 ? !coin_flip() : taken[i]) continue;
        sum += smaller_[i].value;
        taken[i] = true;
        if (sum < goal_) continue;
        if (sum < best_sum_) {
          best_sum_ = sum;
          best_ = taken;
        }
        sum -= smaller_[i].value;
        taken[i] = false;
      }
    }
  }

  std::uint64_t goal_;
  std::optional<std::size_t> larger_;
  std::uint64_t larger_sum_ = 0;
  std::vector<Item> smaller_;
  std::vector<bool> best_;
  std::uint64_t best_sum_ = 0;
  std::uint64_t state_ = 0x9e3779b97f4a7c15U;
};

/// Turns a choice into amounts: change where it is worth an output, else everything to the fee.
Selection settle(const std::vector<Coin>& coins, const std::vector<Candidate>& candidates, const Choice& choice,
                 const SelectionRequest& request, SelectionAlgorithm algorithm) {
  Selection out;
  out.algorithm = algorithm;
  std::uint64_t amount = 0;
  std::uint64_t effective = 0;
  for (const std::size_t position : choice) {
    const Candidate& candidate = candidates[position];
    out.coins.push_back(candidate.index);
    amount += coins[candidate.index].amount_sats;
    effective += candidate.effective;
    out.waste_sats += candidate.waste;
  }
  std::ranges::sort(out.coins);
  const std::uint64_t excess = effective - request.target_sats;
  const std::uint64_t change_fee = fee_of(request.change_weight, request.fee_rate);
  const bool change = algorithm == SelectionAlgorithm::kKnapsack && excess > change_fee &&
                      excess - change_fee >= std::max<std::uint64_t>(request.dust_sats, 1);
  if (change) out.change_sats = excess - change_fee;
  out.waste_sats += static_cast<std::int64_t>(change ? change_fee : excess);
  out.fee_sats = amount - request.target_sats - out.change_sats;
  return out;
}

Result<void> check(const std::vector<Coin>& coins, const SelectionRequest& request) {
  if (coins.size() > kMaxCoins) return fail(invalid_field("utxos", "at most 100,000"));
  if (request.fee_rate > kMaxRate || request.long_term_fee_rate > kMaxRate)
    return fail(invalid_field("fee_rate", "at most 100,000 sat/vB"));
  if (request.target_sats == 0 || request.target_sats > kMaxMoney)
    return fail(invalid_field("target", "must be above zero and at most 21 million bitcoin"));
  if (request.change_weight > kMaxWeight) return fail(invalid_field("change_weight", "at most 4,000,000"));
  for (const Coin& coin : coins)
    if (coin.amount_sats > kMaxMoney || coin.weight > kMaxWeight)
      return fail(invalid_field("utxos", "an amount or a weight out of range"));
  return {};
}

Error insufficient(const std::vector<Candidate>& candidates, std::uint64_t needed) {
  std::uint64_t available = 0;
  for (const Candidate& candidate : candidates) available += candidate.effective;
  Error out = invalid("the coins cannot pay for it");
  out.code = ErrorCode::kInsufficientFunds;
  return std::move(out).with("needed", std::to_string(needed)).with("available", std::to_string(available));
}

}  // namespace

std::string_view selection_algorithm_name(SelectionAlgorithm algorithm) {
  return algorithm == SelectionAlgorithm::kBranchAndBound ? "bnb" : "knapsack";
}

Result<Selection> select_coins(const std::vector<Coin>& coins, const SelectionRequest& request) {
  COFFER_CHECK(check(coins, request));
  const auto candidates = candidates_of(coins, request);
  const std::uint64_t change_fee = fee_of(request.change_weight, request.fee_rate);
  std::optional<Selection> best;
  const auto consider = [&](const std::optional<Choice>& choice, SelectionAlgorithm algorithm) {
    if (!choice) return;
    Selection found = settle(coins, candidates, *choice, request, algorithm);
    if (!best || found.waste_sats < best->waste_sats) best = std::move(found);
  };
  consider(BranchAndBound(candidates, request.target_sats, change_fee).run(), SelectionAlgorithm::kBranchAndBound);
  consider(Knapsack(candidates, request.target_sats).run(), SelectionAlgorithm::kKnapsack);
  const std::uint64_t with_change = request.target_sats + change_fee + request.dust_sats;
  consider(Knapsack(candidates, with_change).run(), SelectionAlgorithm::kKnapsack);
  if (!best) return fail(insufficient(candidates, request.target_sats));
  return *std::move(best);
}

}  // namespace coffer::bitcoin
