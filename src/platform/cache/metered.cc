#include "platform/cache/metered.h"

namespace coffer::cache {
namespace {

telemetry::Counter& requests(telemetry::Metrics& metrics, const std::string& cache, const std::string& result) {
  return metrics.counter(telemetry::metric::kCacheRequests, "What was asked of caches",
                         {{"cache", cache}, {"result", result}});
}

class MeteredCache final : public Cache {
 public:
  MeteredCache(std::unique_ptr<Cache> inner, const std::string& name, telemetry::Metrics& metrics)
      : inner_(std::move(inner)), hits_(requests(metrics, name, "hit")), misses_(requests(metrics, name, "miss")) {}

  awaitable<Result<std::optional<std::string>>> get(std::string key) override {
    auto found = co_await inner_->get(std::move(key));
    if (found) (*found ? hits_ : misses_).Increment();
    co_return found;
  }
  awaitable<Result<void>> put(std::string key, std::string value, milliseconds ttl) override {
    return inner_->put(std::move(key), std::move(value), ttl);
  }
  awaitable<Result<void>> erase(std::string key) override { return inner_->erase(std::move(key)); }

  awaitable<Result<std::string>> get_or_load(std::string key, milliseconds ttl, Loader load) override {
    const auto loaded = std::make_shared<bool>(false);
    auto value = co_await inner_->get_or_load(std::move(key), ttl, [loaded, load = std::move(load)] {
      *loaded = true;
      return load();
    });
    (*loaded ? misses_ : hits_).Increment();
    co_return value;
  }

  [[nodiscard]] Counters counters() const override { return inner_->counters(); }

 private:
  std::unique_ptr<Cache> inner_;
  telemetry::Counter& hits_;
  telemetry::Counter& misses_;
};

}  // namespace

std::unique_ptr<Cache> metered(std::unique_ptr<Cache> cache, const std::string& name, telemetry::Metrics& metrics) {
  return std::make_unique<MeteredCache>(std::move(cache), name, metrics);
}

}  // namespace coffer::cache
