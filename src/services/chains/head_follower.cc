#include "services/chains/head_follower.h"

#include <algorithm>

namespace coffer::chains {
namespace {

constexpr std::size_t kChangesKept = 1024;
constexpr std::uint64_t kWidestGap = 64;  // blocks that are followed one by one

}  // namespace

HeadFollower::HeadFollower(const NetworkSettings& settings, NodePool& pool, const Clock& clock, async::Sleeper& sleeper,
                           telemetry::Log log, telemetry::Metrics& metrics)
    : settings_(settings),
      pool_(pool),
      clock_(clock),
      sleeper_(sleeper),
      log_(std::move(log)),
      reorgs_(metrics.counter("coffer_reorgs_total", "Reorganisations seen", {{"network", settings.id}})),
      head_gauge_(metrics.gauge("coffer_head_block", "Newest block", {{"network", settings.id}})),
      ring_(settings.head_ring),
      // Cursors of an earlier process lie below: they are answered with what is kept.
      sequence_(to_micros(clock.now())) {}

awaitable<Result<void>> HeadFollower::run() {
  std::optional<Time> next_check;
  bool reachable = true;
  for (;;) {
    const auto seen = nudged_.version();
    const auto polled = co_await poll();
    if (polled.has_value() != reachable) {
      reachable = polled.has_value();
      if (reachable) {
        log_.info("the network's nodes answer again", {{"network", settings_.id}});
      } else {
        log_.warning("no node answers", {{"network", settings_.id}, {"reason", polled.error().message}});
      }
    }
    // Also when the clock was set back since the last one.
    if (!next_check || clock_.now() >= *next_check || clock_.now() + settings_.health_interval < *next_check) {
      co_await check_nodes();
      next_check = clock_.now() + settings_.health_interval;
    }
    CO_CHECK(co_await nudged_.wait_for(seen, sleeper_, settings_.poll_interval));
  }
}

awaitable<void> HeadFollower::check_nodes() {
  std::uint64_t best = 0;
  std::optional<BlockHeader> settled;
  {
    const std::lock_guard lock(mutex_);
    if (!ring_.empty()) best = ring_.tip().number;
    settled = settled_;
  }
  co_await pool_.check(best, settled);
  for (const auto& [name, health] : pool_.report().nodes) {
    if (!health.excluded.empty()) {
      log_.warning("a node is left out", {{"network", settings_.id}, {"node", name}, {"reason", health.excluded}});
    }
  }
}

awaitable<Result<void>> HeadFollower::poll() {
  std::vector<RpcCall> calls{get_block(block_tag("latest"))};
  const bool tagged = settings_.finality == FinalityMode::kFinalizedTag;
  if (tagged) calls.push_back(get_block(block_tag("finalized")));
  CO_TRY(std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  CO_TRY(const std::string text, expect_result(std::move(replies.front())));
  CO_TRY(const auto newest, read_block(text));
  if (!newest) co_return fail(unavailable("a node knows no newest block"));
  if (!view()) CO_CHECK(co_await backfill(*newest));
  CO_CHECK(co_await ingest(*newest));
  std::optional<std::uint64_t> tag;
  if (tagged && replies[1]) {
    const auto finalized = read_block(*replies[1]);
    if (finalized && *finalized) tag = (*finalized)->number;
  }
  settle_finality(tag);
  const std::lock_guard lock(mutex_);
  last_answer_ = clock_.now();
  co_return Result<void>();
}

awaitable<Result<std::optional<BlockHeader>>> HeadFollower::block_by_hash(evm::Hash hash) {
  CO_TRY(const std::string text, co_await pool_.ask_one(get_block_by_hash(hash)));
  co_return read_block(text);
}

awaitable<Result<void>> HeadFollower::backfill(BlockHeader newest) {
  const std::uint64_t depth = std::max(settings_.deepest_reorg, settings_.confirmations);
  const std::uint64_t lowest = newest.number > depth ? newest.number - depth : 0;
  std::vector<RpcCall> calls;
  for (std::uint64_t number = lowest; number < newest.number; ++number) calls.push_back(get_block(block_tag(number)));
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  std::vector<BlockHeader> line{newest};
  for (auto reply = replies.rbegin(); reply != replies.rend(); ++reply) {
    CO_TRY(const std::string text, expect_result(*reply));
    CO_TRY(const auto block, read_block(text));
    // What does not link changed between the two questions; it is followed from the next look on.
    if (!block || block->hash != line.back().parent_hash) break;
    line.push_back(*block);
  }
  apply(line, false);
  co_return Result<void>();
}

awaitable<Result<void>> HeadFollower::ingest(BlockHeader newest) {
  std::vector<BlockHeader> line{newest};
  bool restart = false;
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      const BlockHeader* known = ring_.at(newest.number);
      if (known != nullptr && known->hash == newest.hash) co_return Result<void>();
      const BlockHeader& lowest = line.back();
      if (ring_.joins(lowest)) {
        // Replaces what was settled: it is the node that is wrong.
        if (settled_ && lowest.number <= settled_->number) {
          co_return fail(unavailable("a node contradicts block " + std::to_string(settled_->number)));
        }
        break;
      }
      if (settled_ && lowest.number <= settled_->number) {
        co_return fail(unavailable("a node contradicts block " + std::to_string(settled_->number)));
      }
      restart = line.size() > kWidestGap || lowest.number == 0;
      if (restart) break;
    }
    CO_TRY(const auto parent, co_await block_by_hash(line.back().parent_hash));
    restart = !parent;
    if (restart) break;
    line.push_back(*parent);
  }
  apply(line, restart);
  co_return Result<void>();
}

void HeadFollower::apply(const std::vector<BlockHeader>& line, bool restart) {
  {
    const std::lock_guard lock(mutex_);
    std::uint64_t depth = 0;
    if (restart) {
      // What lies between is not known: whoever relies on a block looks again.
      depth = ring_.restart(line.front()).depth;
    } else {
      for (auto block = line.rbegin(); block != line.rend(); ++block) depth += ring_.push(*block).depth;
    }
    log_of_changes_.push_back({++sequence_, line.front(), depth});
    if (log_of_changes_.size() > kChangesKept) log_of_changes_.pop_front();
    head_gauge_.Set(static_cast<double>(line.front().number));
    if (depth > 0) {
      reorgs_.Increment();
      log_.warning("reorganisation", {{"network", settings_.id}, {"depth", depth}, {"block", line.front().number}});
    }
  }
  changed_.notify();
}

void HeadFollower::settle_finality(std::optional<std::uint64_t> tag) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t head = ring_.tip().number;
  const std::uint64_t by_depth = head + 1 >= settings_.confirmations ? head + 1 - settings_.confirmations : 0;
  final_block_ = tag && *tag > 0 ? std::min(*tag, head) : by_depth;
  const std::uint64_t deep = std::max(settings_.deepest_reorg, settings_.confirmations);
  std::uint64_t settled = head > deep ? head - deep : 0;
  if (tag && *tag > 0) settled = std::max(settled, std::min(*tag, head));
  const BlockHeader* block = ring_.at(settled);
  if (settled > 0 && block != nullptr && (!settled_ || settled_->number < settled)) settled_ = *block;
}

std::optional<HeadFollower::View> HeadFollower::view() const {
  const std::lock_guard lock(mutex_);
  if (ring_.empty()) return std::nullopt;
  return View{ring_.tip(), final_block_};
}

awaitable<Result<HeadFollower::View>> HeadFollower::current() {
  if (auto known = view()) co_return *known;
  CO_CHECK(co_await poll());
  co_return *view();
}

std::optional<evm::Hash> HeadFollower::hash_at(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const BlockHeader* block = ring_.at(number);
  return block == nullptr ? std::nullopt : std::optional(block->hash);
}

HeadFollower::Changes HeadFollower::changes_after(std::int64_t after) const {
  const std::lock_guard lock(mutex_);
  Changes out;
  out.sequence = sequence_;
  for (const Change& change : log_of_changes_) {
    if (change.sequence > after) out.changes.push_back(change);
  }
  return out;
}

awaitable<Result<HeadFollower::Changes>> HeadFollower::watch(std::int64_t after, Duration limit) {
  const auto seen = changed_.version();
  if (after == 0) after = changes_after(INT64_MAX).sequence;
  Changes found = changes_after(after);
  if (!found.changes.empty() || limit.count() <= 0) co_return found;
  CO_CHECK(co_await changed_.wait_for(seen, sleeper_, limit));
  co_return changes_after(after);
}

std::optional<Time> HeadFollower::last_answer() const {
  const std::lock_guard lock(mutex_);
  return last_answer_;
}

}  // namespace coffer::chains
