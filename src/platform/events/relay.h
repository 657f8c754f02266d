#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/events/consumer.h"
#include "platform/events/outbox.h"

namespace coffer::events {

/// Delivers one outbox to consumers in this process: at least once, in order for each key, woken at
/// commit. An event that fails holds back its own key only; it is parked in the database with its
/// attempts, so that a restart changes nothing. Among replicas one holds each consumer at a time, by a
/// lease with a fencing token. What all consumers have taken is removed after `keep`.
class Relay {
 public:
  /// All but the log outlive it.
  Relay(sql::Database& database, Outbox& outbox, const Clock& clock, async::Sleeper& sleeper, RelayOptions options,
        telemetry::Log log, telemetry::Metrics& metrics);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Registers a consumer before `run`. `name` is stable over releases (its position is kept under
  /// it); `types` are the event types it wants, empty for all. A new consumer starts at the beginning.
  void subscribe(std::string name, std::vector<std::string> types, Handler handler);

  /// The same for a consumer that takes many events in one go, as in one commit.
  void subscribe_batches(std::string name, std::vector<std::string> types, BatchHandler handler);

  /// Delivers until `stop`, then what is committed by then, and returns. Spawned once, on an executor
  /// that runs one thing at a time (an I/O thread's). Database failures are logged and tried again.
  awaitable<Result<void>> run();

  /// Delivers what is committed now: returns when nothing is due, with the number of events taken.
  /// For tests; not beside `run`.
  awaitable<Result<std::uint64_t>> deliver_due();

  /// Makes `run` deliver what is due and end; waits for that at most `limit`. Whether it has ended.
  awaitable<bool> stop(std::chrono::milliseconds limit);

  /// Sets the consumer back (or forward), so that the next event it gets is the one after `position`;
  /// what it had parked is forgotten.
  awaitable<Result<void>> replay(std::string consumer, std::int64_t position);

 private:
  awaitable<Result<void>> sequence_all();
  awaitable<Result<void>> sequence_until_stopped();
  awaitable<Result<void>> deliver_until_stopped(Consumer& consumer);
  awaitable<void> purge_when_due();

  ConsumerParts parts_;
  ConsumerStore store_;
  std::deque<Consumer> consumers_;
  std::shared_ptr<async::Event> appended_ = std::make_shared<async::Event>();
  async::Event sequenced_;
  async::Event ended_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> running_ = false;
  Time next_purge_{};
};

}  // namespace coffer::events
