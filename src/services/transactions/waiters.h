#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "platform/async/event.h"

namespace coffer::transactions {

/// Who waits for an intent to change, without one change waking all of them.
class Waiters {
 public:
  async::Event& of(std::string_view intent_id) {
    return events_.at(std::hash<std::string_view>{}(intent_id) % events_.size());
  }

 private:
  std::array<async::Event, 64> events_;
};

}  // namespace coffer::transactions
