#pragma once

#include <memory>

#include "apps/coffer/options.h"
#include "platform/async/awaitable.h"
#include "platform/async/io_threads.h"
#include "platform/async/shutdown.h"

namespace coffer::app {

/// The whole system in one process: what exists, what it is given, and in which order it comes and
/// goes. Read compose.cc as the plan.
class System {
 public:
  System(ServeOptions options, async::IoThreads& threads);
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  /// Opens keys and databases, applies migrations, starts the services and listens.
  awaitable<Result<void>> start();
  /// Says how to stop, in order.
  void add_hooks(async::Shutdown& shutdown);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace coffer::app
