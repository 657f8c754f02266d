#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/http/deadline.h"
#include "platform/http/server.h"

namespace coffer::http {

/// What the sweep of a lane looks after.
class Swept {
 public:
  virtual ~Swept() = default;
  /// Cuts what it waits for if its deadline has passed.
  virtual void sweep(Deadline::SteadyClock::time_point now) = 0;
  /// The server stops: an idle connection closes.
  virtual void stop() = 0;
  /// Closes whatever is going on.
  virtual void cut() = 0;
};

/// What the connections of one I/O thread share; used on that thread only, but for `stopping`.
/// Internal to platform/http.
struct Lane {
  explicit Lane(Executor on) : executor(std::move(on)) {}

  Executor executor;
  std::unordered_set<Swept*> members;
  std::string date;  // of the Date header
  bool stopped = false;
  async::Event stopping;  // raised once

  /// Renews the date and cuts what is overdue, every tenth of a second.
  static awaitable<Result<void>> sweep(std::shared_ptr<Lane> lane, async::Sleeper& sleeper);
  void stop();
  void cut();
};

}  // namespace coffer::http
