#include "platform/events/relay.h"

#include <utility>

#include "platform/async/run_all.h"
#include "platform/async/timeout.h"

namespace coffer::events {
namespace {

constexpr std::int64_t kSequenceBatch = 1'000;
constexpr Duration kBetweenPurges = std::chrono::hours(1);

awaitable<void> rethrow_cancelled(awaitable<Result<void>> loop) { (void)co_await std::move(loop); }

}  // namespace

Relay::Relay(sql::Database& database, Outbox& outbox, const Clock& clock, async::Sleeper& sleeper, RelayOptions options,
             telemetry::Log log, telemetry::Metrics& metrics)
    : parts_{database, outbox, clock, sleeper, std::move(options), log.named("events"), metrics},
      store_(database, outbox.name()) {
  outbox.on_append([appended = appended_] { appended->notify(); });
}

Relay::~Relay() { parts_.outbox.on_append({}); }

void Relay::subscribe(std::string name, std::vector<std::string> types, Handler handler) {
  consumers_.emplace_back(std::move(name), std::move(types), std::move(handler), parts_, store_);
}

void Relay::subscribe_batches(std::string name, std::vector<std::string> types, BatchHandler handler) {
  consumers_.emplace_back(std::move(name), std::move(types), std::move(handler), parts_, store_);
}

awaitable<Result<void>> Relay::run() {
  running_ = true;
  std::vector<awaitable<void>> loops;
  loops.push_back(rethrow_cancelled(sequence_until_stopped()));
  for (Consumer& consumer : consumers_) loops.push_back(rethrow_cancelled(deliver_until_stopped(consumer)));
  co_await async::run_all(std::move(loops));
  const Result<std::uint64_t> flushed = co_await deliver_due();
  for (Consumer& consumer : consumers_) (void)co_await consumer.release();
  running_ = false;
  ended_.notify();
  if (!flushed) co_return fail(flushed.error());
  co_return Result<void>();
}

awaitable<bool> Relay::stop(std::chrono::milliseconds limit) {
  const auto seen = ended_.version();
  stopping_ = true;
  appended_->notify();
  sequenced_.notify();
  if (!running_) co_return true;
  const Result<bool> ended = co_await ended_.wait_for(seen, parts_.sleeper, limit);
  co_return ended.value_or(false);
}

awaitable<Result<void>> Relay::sequence_all() {
  for (std::uint64_t placed = kSequenceBatch; placed == kSequenceBatch;) {
    CO_TRY(placed, co_await parts_.outbox.sequence(parts_.database, kSequenceBatch));
    if (placed > 0) sequenced_.notify();
  }
  co_return Result<void>();
}

awaitable<Result<void>> Relay::sequence_until_stopped() {
  while (!stopping_) {
    const auto seen = appended_->version();
    if (const auto sequenced = co_await sequence_all(); !sequenced)
      parts_.log.warning("events cannot be put in order",
                         {{"outbox", parts_.outbox.name()}, {"reason", sequenced.error().message}});
    co_await purge_when_due();
    if (!stopping_) CO_CHECK(co_await appended_->wait_for(seen, parts_.sleeper, parts_.options.poll_interval));
  }
  co_return Result<void>();
}

awaitable<void> Relay::purge_when_due() {
  const Time now = parts_.clock.now();
  if (now < next_purge_) co_return;
  next_purge_ = now + kBetweenPurges;
  const auto purged = co_await parts_.outbox.purge(parts_.database, now - parts_.options.keep);
  if (!purged)
    parts_.log.warning("old events cannot be removed",
                       {{"outbox", parts_.outbox.name()}, {"reason", purged.error().message}});
}

awaitable<Result<void>> Relay::deliver_until_stopped(Consumer& consumer) {
  while (!stopping_) {
    const auto seen = sequenced_.version();
    const Result<Consumer::Round> round = co_await consumer.deliver_batch();
    if (round && round->more) continue;
    if (!round)
      parts_.log.warning(
          "events cannot be delivered",
          {{"consumer", consumer.name()}, {"outbox", parts_.outbox.name()}, {"reason", round.error().message}});
    const Duration wait = round ? co_await consumer.until_due() : Duration(parts_.options.poll_interval);
    if (!stopping_) CO_CHECK(co_await sequenced_.wait_for(seen, parts_.sleeper, wait));
  }
  co_return Result<void>();
}

awaitable<Result<std::uint64_t>> Relay::deliver_due() {
  CO_CHECK(co_await sequence_all());
  std::uint64_t taken = 0;
  for (Consumer& consumer : consumers_) {
    for (bool more = true; more;) {
      CO_TRY(const Consumer::Round round, co_await consumer.deliver_batch());
      taken += round.taken;
      more = round.more;
    }
  }
  co_return taken;
}

awaitable<Result<void>> Relay::replay(std::string consumer, std::int64_t position) {
  CO_CHECK(co_await store_.reset(std::move(consumer), position));
  sequenced_.notify();
  co_return Result<void>();
}

}  // namespace coffer::events
