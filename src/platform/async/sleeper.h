#pragma once

#include "base/time.h"
#include "platform/async/awaitable.h"

namespace coffer::async {

/// How coroutines wait for time to pass. Everything that waits takes one, so that a simulator can
/// put virtual time in its place.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  /// Waits at least `duration`; fails with `cancelled()` when the coroutine is cancelled.
  virtual awaitable<Result<void>> sleep_for(Duration duration) = 0;
  /// Waits until the clock shows `time`.
  virtual awaitable<Result<void>> sleep_until(Time time) = 0;
};

/// Real time: steady timers, and `clock` to know how long it is until a moment.
class SteadySleeper final : public Sleeper {
 public:
  explicit SteadySleeper(const Clock& clock) : clock_(clock) {}
  awaitable<Result<void>> sleep_for(Duration duration) override;
  awaitable<Result<void>> sleep_until(Time time) override;

 private:
  const Clock& clock_;
};

}  // namespace coffer::async
