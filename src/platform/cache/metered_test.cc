#include "platform/cache/metered.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/run_blocking.h"

namespace coffer::cache {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

awaitable<Result<std::string>> give(std::string value) { co_return value; }

TEST(MeteredCache, counts_hits_and_misses) {
  telemetry::Metrics metrics;
  const std::unique_ptr<Cache> cache = metered(memory_cache(8), "balances", metrics);
  EXPECT_EQ(async::run_blocking(cache->get("a")).value(), std::nullopt);
  EXPECT_EQ(async::run_blocking(cache->get_or_load("a", 1min, [] { return give("1"); })), "1");
  EXPECT_EQ(async::run_blocking(cache->get_or_load("a", 1min, [] { return give("2"); })), "1");
  EXPECT_EQ(async::run_blocking(cache->get("a")).value(), "1");
  EXPECT_THAT(metrics.text(), HasSubstr(R"(coffer_cache_requests_total{cache="balances",result="hit"} 2)"));
  EXPECT_THAT(metrics.text(), HasSubstr(R"(coffer_cache_requests_total{cache="balances",result="miss"} 2)"));
}

}  // namespace
}  // namespace coffer::cache
