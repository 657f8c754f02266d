#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "platform/async/sleeper.h"

namespace coffer::async {

/// The end of the program in order: on SIGINT, SIGTERM or `request()` the hooks run phase by phase,
/// within a phase in the order they were added.
class Shutdown {
 public:
  enum class Phase {
    kStopAccepting,  // no new work comes in
    kDrain,          // what was begun is finished
    kFlush,          // what must not be lost is written out (outbox, logs)
    kClose,          // connections to others are closed
  };
  using Hook = std::function<awaitable<void>()>;
  using OnSlow = std::function<void(std::string_view hook)>;

  /// All phases together take at most `limit`; a hook that is not done by then is cancelled, named
  /// to `on_slow`, and those after it get a tenth of `limit` each.
  Shutdown(Executor executor, Sleeper& sleeper, OnSlow on_slow, Duration limit = std::chrono::seconds{10});
  ~Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;

  void add(Phase phase, std::string name, Hook hook);
  /// Begins the end as a signal would. From any thread.
  void request();
  /// Waits for the signal and then runs the hooks. A second signal ends the process at once.
  awaitable<void> run();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::async
