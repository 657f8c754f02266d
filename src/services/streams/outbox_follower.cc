#include "services/streams/outbox_follower.h"

#include "services/streams/public_event.h"

namespace coffer::streams {
namespace {

constexpr std::int64_t kBatch = 500;
constexpr Duration kLook = std::chrono::seconds{1};

}  // namespace

OutboxFollower::OutboxFollower(OutboxSource source, Store& store, Listeners& listeners, async::Sleeper& sleeper,
                               telemetry::Log log)
    : source_(source), store_(store), listeners_(listeners), sleeper_(sleeper), log_(std::move(log)) {
  source_.outbox.on_append([appended = appended_] { appended->notify(); });
}

OutboxFollower::~OutboxFollower() { source_.outbox.on_append({}); }

awaitable<Result<void>> OutboxFollower::run() {
  for (;;) {
    const auto seen = appended_->version();
    if (const auto followed = co_await follow_due(); !followed) {
      log_.warning("an outbox cannot be followed",
                   {{"outbox", source_.outbox.name()}, {"reason", followed.error().message}});
      CO_CHECK(co_await sleeper_.sleep_for(kLook));
      continue;
    }
    CO_CHECK(co_await appended_->wait_for(seen, sleeper_, kLook));
  }
}

awaitable<Result<void>> OutboxFollower::follow_due() {
  for (bool more = true; more;) {
    CO_TRY(more, co_await follow_batch());
  }
  co_return Result<void>();
}

awaitable<Result<bool>> OutboxFollower::follow_batch() {
  const std::string& name = source_.outbox.name();
  CO_TRY(const std::uint64_t placed, co_await source_.outbox.sequence(source_.database, kBatch));
  CO_TRY(const std::int64_t position, co_await store_.position(name));
  CO_TRY(const auto envelopes, co_await source_.outbox.after(source_.database, position, kBatch));
  if (envelopes.empty()) co_return false;
  std::vector<StreamEvent> events;
  for (const events::Envelope& envelope : envelopes) {
    auto event = public_event(envelope);
    // It will not become better by waiting, and must not hold back what comes after it.
    if (!event) log_.error("an event was left out", {{"event", envelope.id}, {"reason", event.error().message}});
    if (event && *event) events.push_back(**std::move(event));
  }
  CO_TRY(const auto recorded, co_await store_.record(name, position, envelopes.back().position, events));
  if (recorded) listeners_.tell(*recorded, events);
  co_return placed == kBatch || std::ssize(envelopes) == kBatch || !recorded;
}

}  // namespace coffer::streams
