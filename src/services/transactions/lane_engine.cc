#include "services/transactions/lane_engine.h"

#include <algorithm>

namespace coffer::transactions {
namespace {

constexpr auto kNever = std::chrono::hours(24 * 365 * 50);
constexpr auto kAfterFailure = std::chrono::milliseconds(250);
constexpr auto kLongestPause = std::chrono::seconds(5);

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

LaneEngine::LaneEngine(LaneTools tools, EngineSettings settings, async::Sleeper& sleeper, telemetry::Metrics& metrics)
    : tools_(std::move(tools)),
      settings_(std::move(settings)),
      sleeper_(sleeper),
      active_(metrics.gauge("coffer_lanes_active", "Lanes that are worked by this process")),
      turn_seconds_(metrics.histogram("coffer_lane_turn_seconds", "Time of one turn of a lane", {},
                                      telemetry::latency_buckets())) {}

LaneEngine::~LaneEngine() = default;

void LaneEngine::start(async::TaskGroup& tasks) {
  tasks_ = &tasks;
  tasks.spawn("lanes", scan());
  tasks.spawn("heads for lanes", follow_networks());
}

void LaneEngine::wake(const LaneKey& key) {
  if (tasks_ == nullptr) return;
  auto runner = std::make_shared<Runner>();
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, added] = runners_.try_emplace(key, runner);
    if (!added) {
      entry->second->woken.notify();
      return;
    }
    active_.Set(static_cast<double>(runners_.size()));
  }
  tasks_->spawn("lane " + key.network + ' ' + key.sender.text(), run_lane(key, std::move(runner)));
}

void LaneEngine::wake_network(const std::string& network) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, runner] : runners_) {
    if (key.network == network) runner->woken.notify();
  }
}

awaitable<Result<void>> LaneEngine::scan() {
  for (;;) {
    const auto due = co_await tools_.store.due_lanes(settings_.worker, settings_.lanes_at_once);
    if (due) {
      for (const LaneKey& key : *due) {
        bool running = false;
        {
          const std::lock_guard lock(mutex_);
          running = runners_.contains(key);
        }
        if (!running) wake(key);
      }
    } else {
      tools_.log.warning("the lanes cannot be read", {{"reason", due.error().message}});
    }
    CO_CHECK(co_await sleeper_.sleep_for(settings_.scan_interval));
  }
}

awaitable<Result<void>> LaneEngine::follow_networks() {
  for (;;) {
    const auto networks = co_await tools_.chain.networks();
    if (networks) {
      for (const std::string& network : *networks) tasks_->spawn("heads of " + network, follow_heads(network));
      co_return Result<void>();
    }
    CO_CHECK(co_await sleeper_.sleep_for(kLongestPause));
  }
}

awaitable<Result<void>> LaneEngine::follow_heads(std::string network) {
  std::int64_t sequence = 0;
  for (;;) {
    const auto seen = co_await tools_.chain.wait_for_head(network, sequence);
    if (seen) {
      if (seen->sequence != sequence) wake_network(network);
      sequence = seen->sequence;
      if (seen->replaced_from) co_await wake_undone(network, *seen->replaced_from);
    } else {
      CO_CHECK(co_await sleeper_.sleep_for(kAfterFailure));
    }
  }
}

/// Lanes that rest may have lost what they believed to be final.
awaitable<void> LaneEngine::wake_undone(std::string network, std::uint64_t from_block) {
  const auto lanes = co_await tools_.store.lanes_since(std::move(network), from_block, settings_.lanes_at_once);
  if (!lanes) co_return;
  for (const LaneKey& key : *lanes) wake(key);
}

bool LaneEngine::retire(const LaneKey& key, const Runner& runner, std::optional<std::uint64_t> seen) {
  const std::lock_guard lock(mutex_);
  const auto found = runners_.find(key);
  if (found == runners_.end() || found->second.get() != &runner) return true;
  if (seen && runner.woken.version() != *seen) return false;
  runners_.erase(found);
  active_.Set(static_cast<double>(runners_.size()));
  return true;
}

awaitable<Result<void>> LaneEngine::run_lane(LaneKey key, std::shared_ptr<Runner> runner) {
  // However this ends, the lane can be started again.
  const auto retired = [&](Runner* ended) { (void)retire(key, *ended, std::nullopt); };
  const std::unique_ptr<Runner, decltype(retired)> guard(runner.get(), retired);
  for (;;) {
    const std::uint64_t seen = runner->woken.version();
    const auto claimed = co_await tools_.store.claim(key, settings_.worker, settings_.lease);
    if (!claimed) {
      CO_CHECK(co_await sleeper_.sleep_for(kAfterFailure));
      continue;
    }
    // Another process has it: the scan comes back when its lease is over.
    if (!*claimed) co_return Result<void>();
    CO_CHECK(co_await work(key, runner, (*claimed)->fence));
    if (retire(key, *runner, seen)) co_return Result<void>();
  }
}

/// Takes turns until nothing is left to do or the lease is lost.
awaitable<Result<void>> LaneEngine::work(LaneKey key, std::shared_ptr<Runner> runner, std::int64_t fence) {
  bool first = true;
  Duration pause = kAfterFailure;
  LaneMemory memory;
  Time leased_at = tools_.clock.now();
  for (;;) {
    const std::uint64_t seen = runner->woken.version();
    const Time now = tools_.clock.now();
    if (now < leased_at || now - leased_at > settings_.lease / 3) {
      if (!co_await tools_.store.renew(key, fence, settings_.lease)) co_return Result<void>();
      leased_at = now;
    }
    LaneTurn turn(tools_, key, fence, first, memory);
    const auto outcome = co_await turn.run();
    turn_seconds_.Observe(seconds(tools_.clock.now() - now));
    if (!outcome) {
      tools_.log.info("a turn was dropped",
                      {{"network", key.network}, {"account", key.sender.text()}, {"reason", outcome.error().message}});
      memory.doubtful = true;
      CO_CHECK(co_await sleeper_.sleep_for(pause));
      pause = std::min<Duration>(pause * 2, kLongestPause);
      continue;
    }
    first = false;
    pause = kAfterFailure;
    if (outcome->idle) {
      if (runner->woken.version() != seen) continue;
      (void)co_await tools_.store.release(key, fence, tools_.clock.now() + kNever);
      co_return Result<void>();
    }
    const Duration until = std::clamp<Duration>(outcome->next_look - tools_.clock.now(), std::chrono::milliseconds(1),
                                                settings_.lease / 3);
    CO_CHECK(co_await runner->woken.wait_for(seen, sleeper_, until));
    // A clock that was set back must not make the lane wait for it to catch up.
    const Duration since = std::max<Duration>(tools_.clock.now() - now, Duration::zero());
    if (since < settings_.turn_spacing) CO_CHECK(co_await sleeper_.sleep_for(settings_.turn_spacing - since));
  }
}

}  // namespace coffer::transactions
