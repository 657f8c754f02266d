#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <utility>

#include "base/time.h"
#include "platform/async/sleeper.h"

namespace coffer::verify {

/// Virtual time: one executor on one thread, and moments that come only when nothing is left to do at
/// the present one. The order of everything follows from the program alone.
class Timeline {
 public:
  explicit Timeline(Time start) : now_(start) {}

  [[nodiscard]] Executor executor() { return context_.get_executor(); }
  [[nodiscard]] Time now() const { return now_; }
  /// Calls `action` at that moment (or now, if it is past), after what was asked for earlier.
  void at(Time when, std::function<void()> action);
  void after(Duration delay, std::function<void()> action) { at(now_ + delay, std::move(action)); }
  /// Waits; false when the coroutine was cancelled.
  awaitable<bool> sleep(Duration duration);

  /// Runs whatever can run at the present moment.
  void settle();
  /// Goes to the next moment and settles there; false when there is none at or before `last`.
  bool advance(Time last);

 private:
  boost::asio::io_context context_{1};
  Time now_;
  std::uint64_t asked_ = 0;
  std::map<std::pair<Time, std::uint64_t>, std::function<void()>> moments_;
};

}  // namespace coffer::verify
