#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/async/sleeper.h"
#include "platform/events/consumer_store.h"
#include "platform/events/event.h"
#include "platform/events/outbox.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace coffer::events {

/// What a consumer does with one event, which lives until it is done. An error (or an exception)
/// means: again later. The same event may come more than once; `Inbox::once` makes its effect happen
/// once.
using Handler = std::function<awaitable<Result<void>>(const Envelope&)>;

/// What a consumer does with several events in one go, in the order of the outbox. An error means that
/// nothing was done: each is then tried alone.
using BatchHandler = std::function<awaitable<Result<void>>(const std::vector<const Envelope*>&)>;

struct RelayOptions {
  /// The name of this process in the lease, unique among replicas. One that keeps its name goes on at
  /// once after a restart; otherwise the old lease has to run out.
  std::string owner = "coffer";
  /// Most events taken at once, and most keys handled side by side.
  std::int64_t batch = 512;
  std::size_t concurrency = 64;
  /// How often to look without being woken: commits of other processes.
  std::chrono::milliseconds poll_interval{1'000};
  /// After the n-th failure of an event its key waits base · 2^(n-1), at most the limit.
  std::chrono::milliseconds retry_base{100};
  std::chrono::milliseconds retry_limit{60'000};
  /// A handler that takes longer is cancelled and counts as failed.
  std::chrono::milliseconds handler_timeout{30'000};
  /// How long a silent replica keeps a consumer to itself; longer than the handler's timeout.
  std::chrono::milliseconds lease{60'000};
  /// How long events stay after everybody has taken them, for replays.
  Duration keep = std::chrono::hours(24 * 7);
};

/// What the consumers of a relay share; all of it outlives them.
struct ConsumerParts {
  sql::Database& database;
  Outbox& outbox;
  const Clock& clock;
  async::Sleeper& sleeper;
  RelayOptions options;
  telemetry::Log log;
  telemetry::Metrics& metrics;
};

/// One consumer of an outbox, as the relay drives it.
class Consumer {
 public:
  Consumer(std::string name, std::vector<std::string> types, Handler handler, const ConsumerParts& parts,
           ConsumerStore& store);
  Consumer(std::string name, std::vector<std::string> types, BatchHandler handler, const ConsumerParts& parts,
           ConsumerStore& store);
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  struct Round {
    std::uint64_t taken = 0;
    bool more = false;  // the next round has something to do already
  };
  /// Tries again what is due, then takes the next batch. Nothing while another process holds the
  /// consumer.
  awaitable<Result<Round>> deliver_batch();
  /// How long there is nothing to do unless an event comes.
  awaitable<Duration> until_due();
  /// Lets another process go on.
  awaitable<Result<void>> release();

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  /// Events of one key, in order, and how often the first of them has failed.
  struct Lane {
    std::vector<const Envelope*> events;
    std::int64_t attempts = 0;
  };
  struct Outcome {
    std::vector<std::int64_t> taken;
    std::vector<Parked> left;  // the first of a key with its failure, those behind it with none
  };

  awaitable<Result<bool>> hold();
  awaitable<Result<std::uint64_t>> retry_due();
  awaitable<Result<Round>> take_batch();
  awaitable<Outcome> deliver(std::vector<Lane> lanes);
  /// All at once; whether that succeeded.
  awaitable<bool> deliver_batch(const std::vector<Lane>& lanes, Outcome& outcome);
  awaitable<void> deliver_lanes(std::span<const Lane> lanes, std::size_t& next, Outcome& outcome);
  awaitable<void> deliver_lane(const Lane& lane, Outcome& outcome);
  awaitable<Result<void>> attempt(const Envelope& event);
  /// What the handler answers, in time and without exceptions.
  awaitable<Result<void>> guarded(awaitable<Result<void>> work);
  void count(const Envelope& event);
  [[nodiscard]] bool wants(const Envelope& event) const;
  [[nodiscard]] Time next_attempt(std::int64_t attempts) const;
  [[nodiscard]] Time lease_end() const { return parts_.clock.now() + parts_.options.lease; }

  std::string name_;
  std::vector<std::string> types_;
  Handler handler_;
  BatchHandler batch_handler_;
  const ConsumerParts& parts_;
  ConsumerStore& store_;
  std::optional<Lease> lease_;
  telemetry::Counter& delivered_;
  telemetry::Counter& failed_;
  telemetry::Histogram& delay_;
};

}  // namespace coffer::events
