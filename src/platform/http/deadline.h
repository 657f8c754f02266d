#pragma once

#include <chrono>

#include "base/time.h"

namespace coffer::http {

/// When the current step of a connection must be over. Looked at by the server's sweep instead of a
/// timer per operation; used on the connection's executor only. Internal to platform/http.
class Deadline {
 public:
  using SteadyClock = std::chrono::steady_clock;

  void set(Duration from_now) { at_ = SteadyClock::now() + from_now; }
  void clear() { at_ = SteadyClock::time_point::max(); }
  /// True once when the time has passed.
  bool expire(SteadyClock::time_point now) {
    if (now < at_) return false;
    clear();
    expired_ = true;
    return true;
  }
  [[nodiscard]] bool expired() const { return expired_; }

 private:
  SteadyClock::time_point at_ = SteadyClock::time_point::max();
  bool expired_ = false;
};

}  // namespace coffer::http
