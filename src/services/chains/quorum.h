#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

namespace coffer::chains {

/// What several nodes' words amount to where money depends on it: the value that more than half of
/// them say, else the least of all. The least balance never overspends; the least nonce at worst sends
/// known bytes again, while too high a one would give a live ticket up. `values` is not empty.
template <class T>
T agreed(const std::vector<T>& values) {
  std::map<T, std::size_t> votes;
  for (const T& value : values) ++votes[value];
  for (const auto& [value, count] : votes) {
    if (count * 2 > values.size()) return value;
  }
  return *std::ranges::min_element(values);
}

/// The least of all: for what gives a ticket up, one doubter is enough.
template <class T>
T least(const std::vector<T>& values) {
  return *std::ranges::min_element(values);
}

/// Whether so many answers are enough to decide about money: at least half of the nodes that a quorum
/// asks. Of two nodes one is enough, so that the other may be down; of three, two have to answer, so that
/// one that is wrong is never alone.
inline bool is_enough(std::size_t answers, std::size_t quorum, std::size_t nodes) {
  return answers > 0 && answers * 2 >= std::min(quorum, nodes);
}

}  // namespace coffer::chains
