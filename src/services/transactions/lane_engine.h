#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/async/task_group.h"
#include "platform/telemetry/metrics.h"
#include "services/transactions/lane_turn.h"

namespace coffer::transactions {

struct EngineSettings {
  /// Names this process in leases. A process that comes back under the same name takes its lanes over
  /// at once; two that live at the same time have different ones.
  std::string worker = "local";
  Duration lease = std::chrono::seconds{15};
  /// A lane that is woken again and again takes its turns this far apart, so that one commit moves many.
  Duration turn_spacing = std::chrono::milliseconds{60};
  Duration scan_interval = std::chrono::seconds{1};  // for what other processes queued
  std::int64_t lanes_at_once = 1000;
  bool operator==(const EngineSettings&) const = default;
};

/// Works the lanes: claims those that have something to do, takes turns on each, many side by side,
/// woken by commits, by new heads and by time. Safe from any thread.
class LaneEngine {
 public:
  LaneEngine(LaneTools tools, EngineSettings settings, async::Sleeper& sleeper, telemetry::Metrics& metrics);
  ~LaneEngine();
  LaneEngine(const LaneEngine&) = delete;
  LaneEngine& operator=(const LaneEngine&) = delete;

  /// Begins; the group is cancelled and joined before this object goes.
  void start(async::TaskGroup& tasks);
  /// Something was committed for this lane.
  void wake(const LaneKey& key);

 private:
  struct Runner {
    async::Event woken;
  };

  awaitable<Result<void>> scan();
  awaitable<Result<void>> follow_networks();
  awaitable<Result<void>> follow_heads(std::string network);
  awaitable<Result<void>> run_lane(LaneKey key, std::shared_ptr<Runner> runner);
  awaitable<Result<void>> work(LaneKey key, std::shared_ptr<Runner> runner, std::int64_t fence);
  /// Takes the runner off the list, unless it was woken since `seen`.
  bool retire(const LaneKey& key, const Runner& runner, std::optional<std::uint64_t> seen);
  void wake_network(const std::string& network);
  awaitable<void> wake_undone(std::string network, std::uint64_t from_block);

  const LaneTools tools_;
  const EngineSettings settings_;
  async::Sleeper& sleeper_;
  telemetry::Gauge& active_;
  telemetry::Histogram& turn_seconds_;
  async::TaskGroup* tasks_ = nullptr;
  std::mutex mutex_;
  std::map<LaneKey, std::shared_ptr<Runner>> runners_;
};

}  // namespace coffer::transactions
