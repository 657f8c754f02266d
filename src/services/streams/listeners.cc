#include "services/streams/listeners.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace coffer::streams {

std::size_t Listeners::shard_of(std::string_view owner) { return std::hash<std::string_view>{}(owner) % kShards; }

async::Event& Listeners::of(const Filter& filter) {
  return (filter.heads ? with_heads_ : without_heads_).at(shard_of(filter.owner));
}

void Listeners::wake_all() {
  for (async::Event& event : with_heads_) event.notify();
  for (async::Event& event : without_heads_) event.notify();
}

void Listeners::tell(const Recorded& recorded, const std::vector<StreamEvent>& events) {
  if (events.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t before = std::exchange(heard_, std::max(heard_, recorded.last));
    if (recorded.first > before + 1) return wake_all();
  }
  for (const StreamEvent& event : events) {
    if (event.owner.empty()) {
      for (async::Event& waiting : with_heads_) waiting.notify();
    } else {
      with_heads_.at(shard_of(event.owner)).notify();
      without_heads_.at(shard_of(event.owner)).notify();
    }
  }
}

void Listeners::catch_up(std::int64_t head) {
  const std::lock_guard lock(mutex_);
  if (head <= heard_) return;
  heard_ = head;
  wake_all();
}

}  // namespace coffer::streams
