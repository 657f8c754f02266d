#pragma once

#include <memory>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/events/outbox.h"
#include "platform/telemetry/log.h"
#include "services/streams/listeners.h"
#include "services/streams/store.h"

namespace coffer::streams {

/// Another service's outbox, and the database that it stands in.
struct OutboxSource {
  events::Outbox& outbox;
  sql::Database& database;
};

/// Copies what clients may hear of from an outbox into the log, each event exactly once and in order:
/// the position in the outbox moves in the commit that stores the events.
class OutboxFollower {
 public:
  /// All but the log outlive it.
  OutboxFollower(OutboxSource source, Store& store, Listeners& listeners, async::Sleeper& sleeper, telemetry::Log log);
  ~OutboxFollower();
  OutboxFollower(const OutboxFollower&) = delete;
  OutboxFollower& operator=(const OutboxFollower&) = delete;

  /// Follows until cancelled, woken by commits in this process and looking once a second for those of
  /// others. What goes wrong is logged and tried again.
  awaitable<Result<void>> run();
  /// Copies what is committed now.
  awaitable<Result<void>> follow_due();

 private:
  /// Copies the next batch; whether there may be more.
  awaitable<Result<bool>> follow_batch();

  OutboxSource source_;
  Store& store_;
  Listeners& listeners_;
  async::Sleeper& sleeper_;
  telemetry::Log log_;
  std::shared_ptr<async::Event> appended_ = std::make_shared<async::Event>();
};

}  // namespace coffer::streams
