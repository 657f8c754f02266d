#include "apps/verify/world.h"

#include <stdexcept>

#include "platform/sql/sqlite.h"

namespace coffer::verify {
namespace {

const Time kStart = from_micros(1'800'000'000'000'000);

/// Counters only: what runs share tells nothing from one to the next.
telemetry::Metrics& shared_metrics() {
  static telemetry::Metrics metrics;
  return metrics;
}

}  // namespace

std::string account_id(std::size_t sender) { return "account-" + std::to_string(sender); }

World::World(std::uint64_t seed_in, KeyHouse& house_in, const Wrapping& wrapping_in, bool traced)
    : seed(seed_in),
      house(house_in),
      wrapping(wrapping_in),
      timeline(kStart),
      start(kStart),
      network(timeline, seed_in),
      metrics(shared_metrics()),
      trace(traced) {
  auto opened = sql::open_sqlite(timeline.executor(), {});
  if (!opened) throw std::runtime_error(opened.error().message);
  disk = *std::move(opened);
}

void World::violated(std::string rule, std::string what) {
  if (violation) return;
  say("VIOLATED: " + rule + ": " + what);
  violation = Violation{std::move(rule), std::move(what), elapsed()};
}

}  // namespace coffer::verify
