#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <list>
#include <mutex>
#include <unordered_map>
#include <variant>

#include "platform/async/event.h"
#include "platform/cache/cache.h"

namespace coffer::cache {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

/// Longer than anything is worth remembering, and far from where adding to a time overflows.
constexpr milliseconds kMaxTtl = std::chrono::hours{24 * 365};

/// One load that callers share. Its members are guarded by the cache's mutex.
struct Flight {
  async::Event ended;
  /// Nothing after the end: whoever loaded was cancelled, and one of those who waited tries again.
  std::optional<Result<std::string>> result;
};
using FlightPtr = std::shared_ptr<Flight>;

/// What a caller finds: the value, another's load to wait for, or its own to make.
struct Lead {
  FlightPtr flight;
};
using Found = std::variant<std::string, FlightPtr, Lead>;

/// The result of a loader; an exception is a bug of it and not the end of the others.
awaitable<Result<std::string>> run_loader(Loader load) {
  std::string what;
  try {
    co_return co_await load();
  } catch (const std::exception& exception) {
    what = exception.what();
  }
  co_return fail(internal("a loader of the cache threw: " + what));
}

class MemoryCache final : public Cache {
 public:
  MemoryCache(std::size_t max_entries, std::function<TimePoint()> now)
      : max_entries_(max_entries), now_(std::move(now)) {}

  awaitable<Result<std::optional<std::string>>> get(std::string key) override {
    const std::lock_guard lock(mutex_);
    co_return count(find(key));
  }

  awaitable<Result<void>> put(std::string key, std::string value, milliseconds ttl) override {
    const std::lock_guard lock(mutex_);
    flights_.erase(key);  // what is being loaded is older than this
    store(std::move(key), std::move(value), ttl);
    co_return Result<void>{};
  }

  awaitable<Result<void>> erase(std::string key) override {
    const std::lock_guard lock(mutex_);
    flights_.erase(key);
    if (const auto known = index_.find(key); known != index_.end()) remove(known->second);
    co_return Result<void>{};
  }

  awaitable<Result<std::string>> get_or_load(std::string key, milliseconds ttl, Loader load) override {
    for (bool first = true;; first = false) {
      Found found = find_or_join(key, first);
      if (auto* value = std::get_if<std::string>(&found)) co_return std::move(*value);
      if (auto* own = std::get_if<Lead>(&found))
        co_return co_await lead(std::move(key), ttl, std::move(load), own->flight);
      const FlightPtr flight = std::get<FlightPtr>(found);
      CO_CHECK(co_await flight->ended.wait(0));
      if (auto result = result_of(*flight)) co_return *std::move(result);
    }
  }

  [[nodiscard]] Counters counters() const override {
    const std::lock_guard lock(mutex_);
    Counters out = counters_;
    out.entries = entries_.size();
    return out;
  }

 private:
  struct Entry {
    std::string key;
    std::string value;
    TimePoint until;
  };
  using Entries = std::list<Entry>;

  /// Ends a flight however its loader's coroutine ends, so that nobody waits for ever.
  class Landing {
   public:
    Landing(MemoryCache& cache, std::string key, FlightPtr flight)
        : cache_(cache), key_(std::move(key)), flight_(std::move(flight)) {}
    Landing(const Landing&) = delete;
    Landing& operator=(const Landing&) = delete;
    ~Landing() {
      {
        const std::lock_guard lock(cache_.mutex_);
        if (is_current()) cache_.flights_.erase(key_);
      }
      flight_->ended.notify();
    }

    void bring(const Result<std::string>& result, milliseconds ttl) {
      const std::lock_guard lock(cache_.mutex_);
      flight_->result = result;
      if (result && is_current()) cache_.store(key_, *result, ttl);
    }

   private:
    /// Whether the key was neither erased nor put since the load began.
    [[nodiscard]] bool is_current() const {
      const auto known = cache_.flights_.find(key_);
      return known != cache_.flights_.end() && known->second == flight_;
    }

    MemoryCache& cache_;
    std::string key_;
    FlightPtr flight_;
  };

  awaitable<Result<std::string>> lead(std::string key, milliseconds ttl, Loader load, FlightPtr flight) {
    Landing landing(*this, std::move(key), std::move(flight));
    Result<std::string> result = co_await run_loader(std::move(load));
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    if (!result && cancellation.cancelled() != boost::asio::cancellation_type::none) co_return fail(async::cancelled());
    landing.bring(result, ttl);
    co_return result;
  }

  Found find_or_join(const std::string& key, bool counted) {
    const std::lock_guard lock(mutex_);
    auto value = counted ? count(find(key)) : find(key);
    if (value) return *std::move(value);
    FlightPtr& flight = flights_[key];
    if (flight) return flight;
    flight = std::make_shared<Flight>();
    return Lead{flight};
  }

  std::optional<Result<std::string>> result_of(const Flight& flight) const {
    const std::lock_guard lock(mutex_);
    return flight.result;
  }

  std::optional<std::string> count(std::optional<std::string> found) {
    ++(found ? counters_.hits : counters_.misses);
    return found;
  }

  /// The live value of a key, which is now the most recently used.
  std::optional<std::string> find(const std::string& key) {
    const auto known = index_.find(key);
    if (known == index_.end()) return std::nullopt;
    const Entries::iterator entry = known->second;
    if (entry->until <= now_()) {
      remove(entry);
      return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->value;
  }

  void store(std::string key, std::string value, milliseconds ttl) {
    if (const auto known = index_.find(key); known != index_.end()) remove(known->second);
    if (ttl <= milliseconds::zero() || max_entries_ == 0) return;
    if (entries_.size() == max_entries_) {
      if (entries_.back().until > now_()) ++counters_.evictions;
      remove(std::prev(entries_.end()));
    }
    entries_.push_front({.key = std::move(key), .value = std::move(value), .until = now_() + std::min(ttl, kMaxTtl)});
    index_.emplace(entries_.front().key, entries_.begin());
  }

  void remove(Entries::iterator entry) {
    index_.erase(entry->key);
    entries_.erase(entry);
  }

  const std::size_t max_entries_;
  const std::function<TimePoint()> now_;
  mutable std::mutex mutex_;
  Counters counters_;
  Entries entries_;                                                // the most recently used first
  std::unordered_map<std::string_view, Entries::iterator> index_;  // by the keys of `entries_`
  std::unordered_map<std::string, FlightPtr> flights_;
};

}  // namespace

std::unique_ptr<Cache> memory_cache(std::size_t max_entries, std::function<TimePoint()> now) {
  return std::make_unique<MemoryCache>(max_entries, std::move(now));
}

}  // namespace coffer::cache
