#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/async/awaitable.h"

namespace coffer::cache {

using std::chrono::milliseconds;

/// How the cache did since it was made.
struct Counters {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t evictions = 0;  // of live entries, because the cache was full
  std::uint64_t entries = 0;    // now
};

/// Makes the value of a missing key.
using Loader = std::function<awaitable<Result<std::string>>()>;

/// Remembers values (serialised messages, numbers as text) for a limited time. Safe from any thread.
/// It may forget anything at any time; nothing is kept here alone.
class Cache {
 public:
  virtual ~Cache() = default;

  virtual awaitable<Result<std::optional<std::string>>> get(std::string key) = 0;
  virtual awaitable<Result<void>> put(std::string key, std::string value, milliseconds ttl) = 0;
  virtual awaitable<Result<void>> erase(std::string key) = 0;

  /// The value, loaded when missing. Callers that miss at the same time share one load (single
  /// flight); its error goes to all of them and is not kept. Where the caller who loads is cancelled,
  /// one of those who wait loads instead. A key erased or put while it is being loaded is not
  /// overwritten by the load. A loader that throws fails them all with INTERNAL_ERROR.
  virtual awaitable<Result<std::string>> get_or_load(std::string key, milliseconds ttl, Loader load) = 0;

  [[nodiscard]] virtual Counters counters() const = 0;
};

/// A cache in memory for at most `max_entries`; the least recently used entry gives way. Time is
/// the steady clock of `now`, which tests replace.
std::unique_ptr<Cache> memory_cache(
    std::size_t max_entries,
    std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now);

}  // namespace coffer::cache
