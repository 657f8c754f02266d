#include "platform/events/consumer.h"

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <deque>
#include <map>

#include "platform/async/run_all.h"
#include "platform/async/timeout.h"

namespace coffer::events {
namespace {

constexpr std::int64_t kMostDoublings = 30;
/// Parked events of one key that are tried in one go.
constexpr std::int64_t kParkedAtOnce = 64;

}  // namespace

Consumer::Consumer(std::string name, std::vector<std::string> types, Handler handler, const ConsumerParts& parts,
                   ConsumerStore& store)
    : name_(std::move(name)),
      types_(std::move(types)),
      handler_(std::move(handler)),
      parts_(parts),
      store_(store),
      delivered_(parts.metrics.counter("coffer_events_delivered_total", "Events that a consumer has taken",
                                       {{"outbox", parts.outbox.name()}, {"consumer", name_}})),
      failed_(parts.metrics.counter("coffer_event_failures_total", "Deliveries that failed and are tried again",
                                    {{"outbox", parts.outbox.name()}, {"consumer", name_}})),
      delay_(parts.metrics.histogram("coffer_event_delay_seconds", "From the commit of an event to its effect",
                                     {{"outbox", parts.outbox.name()}, {"consumer", name_}},
                                     telemetry::latency_buckets())) {}

Consumer::Consumer(std::string name, std::vector<std::string> types, BatchHandler handler, const ConsumerParts& parts,
                   ConsumerStore& store)
    : Consumer(std::move(name), std::move(types), Handler(), parts, store) {
  batch_handler_ = std::move(handler);
  handler_ = [this](const Envelope& event) -> awaitable<Result<void>> {
    const std::vector<const Envelope*> alone{&event};
    co_return co_await batch_handler_(alone);
  };
}

awaitable<Result<Consumer::Round>> Consumer::deliver_batch() {
  CO_TRY(const bool mine, co_await hold());
  if (!mine) co_return Round{};
  const Result<std::uint64_t> retried = co_await retry_due();
  Result<Round> round = retried ? co_await take_batch() : Result<Round>(fail(retried.error()));
  if (round) {
    round->taken += *retried;
    round->more = round->more || *retried > 0;
    co_return round;
  }
  // Somebody else has it now, or it was set back; whatever it is, what is stored decides.
  lease_.reset();
  if (round.error().code == ErrorCode::kConflict) co_return Round{.taken = retried.value_or(0), .more = true};
  co_return round;
}

awaitable<Result<bool>> Consumer::hold() {
  const Time now = parts_.clock.now();
  if (lease_ && lease_->until - now > Duration(parts_.options.lease) / 2) co_return true;
  CO_TRY(lease_, co_await store_.acquire(name_, parts_.options.owner, now, lease_end()));
  co_return lease_.has_value();
}

awaitable<Result<void>> Consumer::release() {
  if (!lease_) co_return Result<void>();
  const Lease lease = *std::exchange(lease_, std::nullopt);
  co_return co_await store_.release(name_, lease);
}

awaitable<Duration> Consumer::until_due() {
  const Duration poll = parts_.options.poll_interval;
  const auto due = co_await store_.next_due(name_);
  if (!due || !*due) co_return poll;
  co_return std::clamp<Duration>(**due - parts_.clock.now(), Duration(0), poll);
}

awaitable<Result<std::uint64_t>> Consumer::retry_due() {
  CO_TRY(const std::vector<Parked> heads, co_await store_.due_heads(name_, parts_.clock.now(), parts_.options.batch));
  if (heads.empty()) co_return 0;
  std::vector<Lane> lanes;
  std::vector<std::int64_t> gone;
  std::deque<Envelope> envelopes;
  for (const Parked& head : heads) {
    Lane lane{.events = {}, .attempts = head.attempts};
    CO_TRY(const std::vector<Parked> parked, co_await store_.parked_of(name_, head.key, kParkedAtOnce));
    for (const Parked& event : parked) {
      CO_TRY(std::vector<Envelope> found, co_await parts_.outbox.after(parts_.database, event.position - 1, 1));
      if (found.empty() || found.front().position != event.position) {
        gone.push_back(event.position);
        continue;
      }
      lane.events.push_back(&envelopes.emplace_back(std::move(found.front())));
    }
    lanes.push_back(std::move(lane));
  }
  Outcome outcome = co_await deliver(std::move(lanes));
  const auto taken = static_cast<std::uint64_t>(outcome.taken.size());
  outcome.taken.insert(outcome.taken.end(), gone.begin(), gone.end());
  // Those behind a failed one stay parked as they are.
  std::erase_if(outcome.left, [](const Parked& event) { return event.attempts == 0; });
  const Time until = lease_end();
  CO_CHECK(co_await store_.settle(name_, *lease_, std::move(outcome.taken), std::move(outcome.left), until));
  lease_->until = until;
  co_return taken;
}

awaitable<Result<Consumer::Round>> Consumer::take_batch() {
  CO_TRY(const std::int64_t position, co_await store_.position(name_, *lease_));
  CO_TRY(const std::vector<Envelope> batch,
         co_await parts_.outbox.after(parts_.database, position, parts_.options.batch));
  if (batch.empty()) co_return Round{};
  const std::int64_t last = batch.back().position;
  CO_TRY(const std::set<std::string> blocked, co_await store_.blocked_keys(name_, position, last));
  std::map<std::string_view, std::size_t> lane_of;
  std::vector<Lane> lanes;
  std::vector<Parked> behind;
  for (const Envelope& event : batch) {
    if (!wants(event)) continue;
    if (blocked.contains(event.key)) {
      behind.push_back({.position = event.position, .key = event.key, .attempts = 0, .due_at = event.time});
      continue;
    }
    const auto [found, is_new] = lane_of.try_emplace(event.key, lanes.size());
    if (is_new) lanes.emplace_back();
    lanes[found->second].events.push_back(&event);
  }
  Outcome outcome = co_await deliver(std::move(lanes));
  std::ranges::move(behind, std::back_inserter(outcome.left));
  const Time until = lease_end();
  CO_CHECK(co_await store_.advance(name_, *lease_, last, std::move(outcome.left), until));
  lease_->until = until;
  co_return Round{.taken = outcome.taken.size(), .more = std::ssize(batch) == parts_.options.batch};
}

awaitable<Consumer::Outcome> Consumer::deliver(std::vector<Lane> lanes) {
  Outcome outcome;
  if (batch_handler_ && co_await deliver_batch(lanes, outcome)) co_return outcome;
  std::size_t next = 0;
  const std::size_t workers =
      batch_handler_ ? std::min<std::size_t>(1, lanes.size()) : std::min(parts_.options.concurrency, lanes.size());
  std::vector<awaitable<void>> tasks;
  for (std::size_t i = 0; i < workers; ++i) tasks.push_back(deliver_lanes(lanes, next, outcome));
  co_await async::run_all(std::move(tasks));
  co_return outcome;
}

awaitable<bool> Consumer::deliver_batch(const std::vector<Lane>& lanes, Outcome& outcome) {
  std::vector<const Envelope*> events;
  for (const Lane& lane : lanes) events.insert(events.end(), lane.events.begin(), lane.events.end());
  if (events.empty()) co_return true;
  std::ranges::sort(events, {}, [](const Envelope* event) { return event->position; });
  if (!co_await guarded(batch_handler_(events))) co_return false;
  for (const Envelope* event : events) {
    count(*event);
    outcome.taken.push_back(event->position);
  }
  co_return true;
}

awaitable<void> Consumer::deliver_lanes(std::span<const Lane> lanes, std::size_t& next, Outcome& outcome) {
  while (next < lanes.size()) co_await deliver_lane(lanes[next++], outcome);
}

awaitable<void> Consumer::deliver_lane(const Lane& lane, Outcome& outcome) {
  for (std::size_t i = 0; i < lane.events.size(); ++i) {
    const Envelope& event = *lane.events[i];
    if (co_await attempt(event)) {
      outcome.taken.push_back(event.position);
      continue;
    }
    const std::int64_t attempts = (i == 0 ? lane.attempts : 0) + 1;
    outcome.left.push_back(
        {.position = event.position, .key = event.key, .attempts = attempts, .due_at = next_attempt(attempts)});
    for (++i; i < lane.events.size(); ++i) {
      const Envelope& later = *lane.events[i];
      outcome.left.push_back({.position = later.position, .key = later.key, .attempts = 0, .due_at = later.time});
    }
  }
}

awaitable<Result<void>> Consumer::attempt(const Envelope& event) {
  Result<void> outcome = co_await guarded(handler_(event));
  if (outcome) {
    count(event);
    co_return outcome;
  }
  failed_.Increment();
  parts_.log.warning("an event is tried again", {{"consumer", name_},
                                                 {"outbox", parts_.outbox.name()},
                                                 {"event", event.id},
                                                 {"type", event.type},
                                                 {"reason", outcome.error().message}});
  co_return outcome;
}

awaitable<Result<void>> Consumer::guarded(awaitable<Result<void>> work) {
  try {
    co_return co_await async::with_timeout<void>(parts_.sleeper, parts_.options.handler_timeout, std::move(work));
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::system::errc::operation_canceled) throw;
    co_return fail(internal(error.what()));
  } catch (const std::exception& error) {
    co_return fail(internal(error.what()));
  }
}

void Consumer::count(const Envelope& event) {
  delivered_.Increment();
  delay_.Observe(std::chrono::duration<double>(parts_.clock.now() - event.time).count());
}

bool Consumer::wants(const Envelope& event) const {
  return types_.empty() || std::ranges::find(types_, event.type) != types_.end();
}

Time Consumer::next_attempt(std::int64_t attempts) const {
  const auto factor = std::int64_t{1} << std::min(attempts - 1, kMostDoublings);
  const Duration wait = std::min<Duration>(parts_.options.retry_base * factor, parts_.options.retry_limit);
  return parts_.clock.now() + wait;
}

}  // namespace coffer::events
