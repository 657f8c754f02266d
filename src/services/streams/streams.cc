#include "services/streams/streams.h"

#include <algorithm>
#include <charconv>

#include "services/streams/public_event.h"

namespace coffer::streams {
namespace {

constexpr Duration kLook = std::chrono::seconds{1};
constexpr Duration kBetweenPurges = std::chrono::minutes{1};
constexpr std::int64_t kMostEvents = 500;
constexpr std::string_view kConsumer = "streams";

Error bad_cursor() { return invalid_field("cursor", "cursor is not one of this stream"); }

/// A cursor is the seq of the last event that was answered, in decimal.
Result<std::int64_t> parse_cursor(const std::string& text) {
  std::int64_t seq = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  const bool canonical = error == std::errc() && std::to_string(seq) == text && seq >= 0;
  if (!canonical) return fail(bad_cursor());
  return seq;
}

Filter filter_of(const CallContext& call, const v1::ListEventsRequest& request) {
  const auto& topics = request.topics();
  const auto wants = [&](std::string_view topic) {
    return topics.empty() || std::ranges::find(topics, topic) != topics.end();
  };
  return {.owner = call.principal.id,
          .transactions = wants(kTransactions),
          .balances = wants(kBalances),
          .heads = wants(kHeads)};
}

v1::ListEventsReply reply_of(const Store::Page& page) {
  v1::ListEventsReply out;
  for (const StreamEvent& event : page.events) {
    v1::StreamEvent* item = out.add_events();
    item->set_cursor(std::to_string(event.seq));
    item->set_type(event.type);
    const std::int64_t micros = to_micros(event.at);
    item->mutable_time()->set_seconds(micros / 1'000'000);
    item->mutable_time()->set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1'000));
    item->set_data(event.data);
    item->set_topic(event.topic);
  }
  out.set_cursor(std::to_string(page.cursor));
  return out;
}

}  // namespace

Streams::Streams(Dependencies dependencies, Settings settings, telemetry::Log log)
    : d_(std::move(dependencies)), settings_(settings), log_(log.named("streams")), store_(d_.database) {
  for (events::Relay* relay : d_.relays)
    relay->subscribe_batches(std::string(kConsumer), {kPublicTypes.begin(), kPublicTypes.end()},
                             [this](const std::vector<const events::Envelope*>& envelopes) { return take(envelopes); });
}

void Streams::start(async::TaskGroup& tasks) {
  tasks.spawn("networks of the streams", follow_networks(tasks));
  tasks.spawn("events of other processes", hear_others());
  tasks.spawn("old events", purge());
}

awaitable<Result<void>> Streams::take(const std::vector<const events::Envelope*>& envelopes) {
  std::vector<StreamEvent> events;
  std::optional<Recorded> recorded;
  CO_CHECK(co_await d_.database.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    events.clear();
    for (const events::Envelope* envelope : envelopes) {
      CO_TRY(const bool first, co_await d_.inbox.once(transaction, kConsumer, envelope->id));
      if (!first) continue;
      Result<StreamEvent> event = public_event(*envelope);
      // It will not become better by waiting, and must not hold back what comes after it.
      if (!event) log_.error("an event was left out", {{"event", envelope->id}, {"reason", event.error().message}});
      if (event) events.push_back(*std::move(event));
    }
    CO_TRY(recorded, co_await store_.append(transaction, events));
    co_return Result<void>();
  }));
  if (recorded) listeners_.tell(*recorded, events);
  co_return Result<void>();
}

awaitable<Result<void>> Streams::follow_networks(async::TaskGroup& tasks) {
  const CallContext call = CallContext::internal("streams");
  chains::v1::ListNetworksRequest request;
  request.set_page_size(100);
  for (;;) {
    const auto page = co_await d_.chains.list_networks(call, request);
    if (!page) {
      log_.warning("the networks cannot be listed", {{"reason", page.error().message}});
      CO_CHECK(co_await d_.sleeper.sleep_for(kLook));
      continue;
    }
    for (const chains::v1::Network& network : page->networks()) {
      HeadRecorder& recorder =
          networks_.emplace_back(network.id(), d_.chains, store_, listeners_, d_.clock, d_.sleeper, log_);
      tasks.spawn("heads of " + network.id(), recorder.run());
    }
    if (page->next_page_token().empty()) co_return Result<void>();
    request.set_page_token(page->next_page_token());
  }
}

awaitable<Result<void>> Streams::hear_others() {
  for (;;) {
    if (const auto head = co_await store_.head()) listeners_.catch_up(*head);
    CO_CHECK(co_await d_.sleeper.sleep_for(kLook));
  }
}

awaitable<Result<void>> Streams::purge() {
  for (;;) {
    if (const auto purged = co_await store_.purge(d_.clock.now() - settings_.kept, settings_.heads_kept); !purged) {
      log_.warning("old events cannot be removed", {{"reason", purged.error().message}});
    }
    if (const auto purged = co_await d_.inbox.purge(d_.database, d_.clock.now() - settings_.remembered); !purged) {
      log_.warning("the inbox cannot be shortened", {{"reason", purged.error().message}});
    }
    CO_CHECK(co_await d_.sleeper.sleep_for(kBetweenPurges));
  }
}

awaitable<Result<v1::ListEventsReply>> Streams::list_events(const CallContext& call, v1::ListEventsRequest request) {
  const Time end = d_.clock.now() + std::chrono::milliseconds(std::max(request.wait_ms(), 0));
  const std::int64_t limit =
      request.limit() == 0 ? settings_.default_limit : std::clamp<std::int64_t>(request.limit(), 1, kMostEvents);
  const Filter filter = filter_of(call, request);
  std::int64_t after = 0;
  if (request.cursor().empty()) {
    CO_TRY(after, co_await store_.head());
  } else {
    CO_TRY(after, parse_cursor(request.cursor()));
  }
  async::Event& waiting = listeners_.of(filter);
  for (;;) {
    const auto seen = waiting.version();
    CO_TRY(const Store::Page page, co_await store_.events_after(filter, after, limit));
    if (after > page.head) co_return fail(bad_cursor());
    const Duration left = end - d_.clock.now();
    if (!page.events.empty() || left.count() <= 0) co_return reply_of(page);
    after = page.cursor;
    CO_CHECK(co_await waiting.wait_for(seen, d_.sleeper, left));
  }
}

}  // namespace coffer::streams
