#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/events/event.h"
#include "platform/events/outbox.h"
#include "platform/sql/database.h"

namespace coffer::events {

template <class T>
using awaitable = boost::asio::awaitable<T>;

/// What a consumer does with one event. An error (or an exception) means: again later. The same
/// event may come more than once; `Inbox::once` makes its effect happen once.
using Handler = std::function<awaitable<Result<void>>(const Envelope&)>;

struct RelayOptions {
  /// The name of this process in the lease; unique among replicas.
  std::string owner;
  /// Most events taken at once, and most keys handled side by side.
  std::int64_t batch = 256;
  std::size_t concurrency = 16;
  /// How often to look without being woken: commits of other processes.
  std::chrono::milliseconds poll_interval{1'000};
  /// After the n-th failure of an event its key waits base · 2^(n-1), at most the limit.
  std::chrono::milliseconds retry_base{100};
  std::chrono::milliseconds retry_limit{60'000};
  /// A handler that takes longer counts as failed.
  std::chrono::milliseconds handler_timeout{30'000};
  /// How long a silent replica keeps a consumer to itself.
  std::chrono::milliseconds lease{15'000};
  /// Told of each failed delivery, for the log.
  std::function<void(const std::string& consumer, const Envelope& event, const Error& error)> on_failure;
};

/// Delivers one outbox to consumers in this process: at least once, in order for each key, woken at
/// commit. An event that fails holds back its own key only; it is parked in the database with its
/// attempts, so that a restart changes nothing. Among replicas one holds each consumer at a time, by a
/// lease with a fencing token.
class Relay {
 public:
  Relay(boost::asio::any_io_executor executor, sql::Database& database, Outbox& outbox, const Clock& clock,
        RelayOptions options);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Registers a consumer before `run`. `name` is stable over releases (its position is kept under
  /// it); `types` are the event types it wants, empty for all. A new consumer starts at the beginning.
  void subscribe(std::string name, std::vector<std::string> types, Handler handler);

  /// Delivers until `stop`; the owner spawns it. Database failures are retried, never fatal.
  awaitable<void> run();

  /// Delivers what is committed now, once: returns when nothing is due. For tests and for flushing;
  /// not beside `run`.
  awaitable<Result<std::uint64_t>> deliver_due();

  /// Makes `run` deliver what is due, then return; at most `limit` is spent. Returns when it has.
  awaitable<void> stop(std::chrono::milliseconds limit);

  /// Sets the consumer back (or forward), so that the next event it gets is the one after
  /// `position`; parked events are forgotten.
  awaitable<Result<void>> replay(std::string consumer, std::int64_t position);

  /// Looks for events now; from any thread.
  void wake();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::events
