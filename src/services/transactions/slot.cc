#include "services/transactions/slot.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace coffer::transactions {
namespace {

constexpr std::array<std::string_view, 6> kStates{"reserved", "signed", "submitted", "mined", "released", "spent"};
constexpr std::array<std::string_view, 5> kKinds{"original", "bump", "cancel", "filler", "imported"};

std::size_t index_of(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw std::logic_error("a row holds a name that this program does not know");
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::string_view slot_state_name(SlotState state) { return kStates.at(static_cast<std::size_t>(state)); }
SlotState slot_state_from(std::string_view name) { return static_cast<SlotState>(index_of(kStates, name)); }
std::string_view attempt_kind_name(AttemptKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }
AttemptKind attempt_kind_from(std::string_view name) { return static_cast<AttemptKind>(index_of(kKinds, name)); }

const Attempt* Slot::find(const evm::Hash& hash) const {
  const auto found = std::ranges::find(attempts, hash, &Attempt::hash);
  return found == attempts.end() ? nullptr : &*found;
}

bool Slot::has_kind(AttemptKind kind) const {
  return std::ranges::find(attempts, kind, &Attempt::kind) != attempts.end();
}

bool Slot::ever_accepted() const { return std::ranges::any_of(attempts, &Attempt::accepted); }

U256 Slot::reserved_cost() const {
  if (state == SlotState::kMined || state == SlotState::kSpent || state == SlotState::kReleased) return {};
  U256 highest = attempts.empty() ? expected_cost : U256();
  for (const Attempt& attempt : attempts) highest = std::max(highest, attempt.cost);
  return highest;
}

const Sighting* ChainView::find(const evm::Hash& hash) const {
  const auto found = sightings.find(hash);
  return found == sightings.end() ? nullptr : &found->second;
}

}  // namespace coffer::transactions
