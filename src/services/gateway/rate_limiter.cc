#include "services/gateway/rate_limiter.h"

#include <algorithm>

namespace coffer::gateway {
namespace {

int seconds_up(Duration duration) {
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(std::max(duration, Duration{0})).count());
}

}  // namespace

RateLimiter::RateLimiter(const Clock& clock, std::size_t max_entries)
    : clock_(clock), max_per_shard_(std::max<std::size_t>(max_entries / kShards, 1)) {}

RateDecision RateLimiter::take(const std::string& key, const RateLimit& limit) {
  const Time now = clock_.now();
  const Duration interval =
      std::chrono::duration_cast<Duration>(std::chrono::minutes{1}) / std::max(limit.per_minute, 1);
  const Duration capacity = interval * std::max(limit.burst, 1);
  Shard& shard = shards_.at(std::hash<std::string>{}(key) % kShards);
  const std::lock_guard lock(shard.mutex);
  if (shard.full_at.size() >= max_per_shard_ && !shard.full_at.contains(key)) {
    std::erase_if(shard.full_at, [now](const auto& entry) { return entry.second <= now; });
    // All of them busy: an attack with many keys. Forgetting one only lets that one call more.
    if (shard.full_at.size() >= max_per_shard_) shard.full_at.erase(shard.full_at.begin());
  }
  Time& full_at = shard.full_at[key];
  const Time base = std::max(full_at, now);
  RateDecision decision;
  decision.limit = std::max(limit.burst, 1);
  decision.allowed = base + interval <= now + capacity;
  if (decision.allowed)
    full_at = base + interval;
  else
    decision.retry_seconds = std::max(seconds_up(base + interval - capacity - now), 1);
  const Duration used = std::max(full_at - now, Duration{0});
  decision.remaining = static_cast<int>((capacity - used) / interval);
  decision.reset_seconds = seconds_up(used);
  return decision;
}

}  // namespace coffer::gateway
