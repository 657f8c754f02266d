#pragma once

#include "platform/cache/cache.h"
#include "platform/telemetry/metrics.h"

namespace coffer::cache {

/// The same cache, its hits and misses counted under the label `cache` (`coffer_cache_requests_total`). Who waits for
/// another caller's load counts as a hit. `metrics` outlives it.
std::unique_ptr<Cache> metered(std::unique_ptr<Cache> cache, const std::string& name, telemetry::Metrics& metrics);

}  // namespace coffer::cache
