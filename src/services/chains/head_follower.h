#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/chains/head_ring.h"
#include "services/chains/node_pool.h"

namespace coffer::chains {

/// The chain as it now stands, read by asking for the newest block again and again; that is the truth,
/// everything else a hint. Safe from any thread; `run` and `poll` on one coroutine.
class HeadFollower {
 public:
  HeadFollower(const NetworkSettings& settings, NodePool& pool, const Clock& clock, async::Sleeper& sleeper,
               telemetry::Log log, telemetry::Metrics& metrics);

  /// Follows until cancelled. What goes wrong is logged and tried again.
  awaitable<Result<void>> run();
  /// One look at the newest block.
  awaitable<Result<void>> poll();
  /// Something may have happened: `run` looks at once.
  void nudge() { nudged_.notify(); }

  struct View {
    BlockHeader head;
    std::uint64_t final_block = 0;  // everything up to it counts as final
  };
  /// Nothing until a node has answered.
  [[nodiscard]] std::optional<View> view() const;
  /// The same, asking when nothing is known yet. UNAVAILABLE when no node answers.
  awaitable<Result<View>> current();
  /// The hash at that height on the line that is believed now, where it is remembered.
  [[nodiscard]] std::optional<evm::Hash> hash_at(std::uint64_t number) const;

  struct Change {
    std::int64_t sequence = 0;
    BlockHeader head;
    std::uint64_t reorg_depth = 0;
  };
  struct Changes {
    std::vector<Change> changes;
    std::int64_t sequence = 0;  // to go on from
  };
  /// The changes after a sequence (0: from now), waiting up to `limit` for one.
  awaitable<Result<Changes>> watch(std::int64_t after, Duration limit);

  /// When the head last was confirmed by a node.
  [[nodiscard]] std::optional<Time> last_answer() const;

 private:
  awaitable<Result<void>> ingest(BlockHeader newest);
  /// The blocks below the first head, so that a reorganisation right after the start is understood.
  awaitable<Result<void>> backfill(BlockHeader newest);
  awaitable<Result<std::optional<BlockHeader>>> block_by_hash(evm::Hash hash);
  void apply(const std::vector<BlockHeader>& line, bool restart);
  void settle_finality(std::optional<std::uint64_t> tag);
  awaitable<void> check_nodes();
  [[nodiscard]] Changes changes_after(std::int64_t after) const;

  const NetworkSettings& settings_;
  NodePool& pool_;
  const Clock& clock_;
  async::Sleeper& sleeper_;
  telemetry::Log log_;
  telemetry::Counter& reorgs_;
  telemetry::Gauge& head_gauge_;
  async::Event nudged_;
  async::Event changed_;

  mutable std::mutex mutex_;
  HeadRing ring_;
  std::uint64_t final_block_ = 0;
  std::optional<BlockHeader> settled_;  // never given up: beyond the deepest reorganisation
  std::deque<Change> log_of_changes_;
  std::int64_t sequence_;
  std::optional<Time> last_answer_;
};

}  // namespace coffer::chains
