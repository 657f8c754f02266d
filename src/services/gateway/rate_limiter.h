#pragma once

#include <array>
#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "services/gateway/settings.h"

namespace coffer::gateway {

/// What a limit says of one call.
struct RateDecision {
  bool allowed = true;
  int limit = 0;          // calls that are free after a pause
  int remaining = 0;      // calls that are free now
  int reset_seconds = 0;  // until all of them are free again, rounded up
  int retry_seconds = 0;  // until one is free again, rounded up; 0 when allowed
};

/// Limits by the generic cell rate algorithm (a token bucket kept as one moment per key). May be used
/// from any thread; holds at most so many keys and forgets those at rest first.
class RateLimiter {
 public:
  RateLimiter(const Clock& clock, std::size_t max_entries);

  /// Counts a call of `key` against `limit`; a refused call does not count.
  RateDecision take(const std::string& key, const RateLimit& limit);

 private:
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Time> full_at;  // when all calls will be free again
  };

  static constexpr std::size_t kShards = 16;
  const Clock& clock_;
  std::size_t max_per_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace coffer::gateway
