#pragma once

#include <cstdint>
#include <memory>

#include "platform/async/sleeper.h"

namespace coffer::async {

/// "Something changed": a counter that coroutines wait to see grow. No wake-up is lost when used as
///
///     const auto seen = event.version();
///     if (nothing_to_do()) CO_CHECK(co_await event.wait(seen));
///
/// All members may be called from any thread; a waiter resumes on its own executor.
class Event {
 public:
  Event();
  /// Wakes the waiters with `cancelled()`.
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  /// Raises the version by one and wakes every waiter.
  void notify();
  [[nodiscard]] std::uint64_t version() const;

  /// Returns once the version differs from `seen`.
  awaitable<Result<void>> wait(std::uint64_t seen);
  /// The same for at most `limit`: false when the time ran out first.
  awaitable<Result<bool>> wait_for(std::uint64_t seen, Sleeper& sleeper, Duration limit);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::async
