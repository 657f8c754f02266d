#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "platform/async/event.h"
#include "services/streams/store.h"

namespace coffer::streams {

/// Who waits for events in this process, without one person's event waking all of them. Safe from any
/// thread.
class Listeners {
 public:
  /// What to wait on for this filter; a wake-up means "look again".
  [[nodiscard]] async::Event& of(const Filter& filter);

  /// This process recorded these events: wakes whom they concern, or everybody where another process
  /// recorded something in between.
  void tell(const Recorded& recorded, const std::vector<StreamEvent>& events);
  /// The log has grown up to this seq; wakes everybody if that was not heard of yet.
  void catch_up(std::int64_t head);

 private:
  static constexpr std::size_t kShards = 256;
  static std::size_t shard_of(std::string_view owner);
  void wake_all();

  std::mutex mutex_;
  std::int64_t heard_ = 0;  // everything up to this seq has been told
  std::array<async::Event, kShards> with_heads_;
  std::array<async::Event, kShards> without_heads_;
};

}  // namespace coffer::streams
