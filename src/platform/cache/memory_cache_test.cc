#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/this_coro.hpp>
#include <stdexcept>
#include <vector>

#include "platform/async/event.h"
#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"
#include "platform/async/task_group.h"
#include "platform/cache/cache.h"

namespace coffer::cache {
namespace {

using namespace std::chrono_literals;
using Value = Result<std::optional<std::string>>;

class MemoryCacheTest : public testing::Test {
 protected:
  Value get(const std::string& key) { return async::run_blocking(cache_->get(key)); }
  void put(const std::string& key, const std::string& value, milliseconds ttl = 1min) {
    ASSERT_TRUE(async::run_blocking(cache_->put(key, value, ttl)));
  }
  Result<std::string> load(const std::string& key, Loader loader) {
    return async::run_blocking(cache_->get_or_load(key, 1min, std::move(loader)));
  }

  std::chrono::steady_clock::time_point now_;
  std::unique_ptr<Cache> cache_ = memory_cache(2, [this] { return now_; });
};

awaitable<Result<std::string>> give(std::string value) { co_return value; }
awaitable<Result<std::string>> refuse() { co_return fail(unavailable("the node")); }

/// A load that waits until it is let go on.
struct SlowLoad {
  async::Event begun;
  async::Event go_on;
  std::atomic<int> count = 0;
};

awaitable<Result<std::string>> load_slowly(SlowLoad& load) {
  ++load.count;
  load.begun.notify();
  CO_CHECK(co_await load.go_on.wait(0));
  co_return "loaded";
}

awaitable<Result<void>> ask(Cache& cache, SlowLoad& load, std::vector<Result<std::string>>& answers) {
  answers.push_back(co_await cache.get_or_load("key", 1min, [&load] { return load_slowly(load); }));
  co_return Result<void>{};
}

TEST_F(MemoryCacheTest, remembers_until_the_time_is_over) {
  put("a", "1", 100ms);
  now_ += 99ms;
  EXPECT_EQ(get("a"), Value("1"));
  now_ += 1ms;
  EXPECT_EQ(get("a"), Value(std::nullopt));
}

TEST_F(MemoryCacheTest, the_newest_value_of_a_key_counts) {
  put("a", "1");
  put("a", "2");
  EXPECT_EQ(get("a"), Value("2"));
  EXPECT_EQ(cache_->counters().entries, 1U);
}

TEST_F(MemoryCacheTest, forgets_what_is_erased) {
  put("a", "1");
  ASSERT_TRUE(async::run_blocking(cache_->erase("a")));
  EXPECT_EQ(get("a"), Value(std::nullopt));
}

TEST_F(MemoryCacheTest, the_least_recently_used_gives_way) {
  put("a", "1");
  put("b", "2");
  EXPECT_EQ(get("a"), Value("1"));
  put("c", "3");
  EXPECT_EQ(get("b"), Value(std::nullopt));
  EXPECT_EQ(get("a"), Value("1"));
  EXPECT_EQ(get("c"), Value("3"));
}

TEST_F(MemoryCacheTest, counts_hits_misses_and_evictions_of_live_entries) {
  put("a", "1", 10ms);
  put("b", "2");
  now_ += 10ms;
  put("c", "3");  // "a" was dead already
  put("d", "4");
  (void)get("d");
  (void)get("a");
  const Counters counters = cache_->counters();
  EXPECT_EQ(counters.hits, 1U);
  EXPECT_EQ(counters.misses, 1U);
  EXPECT_EQ(counters.evictions, 1U);
  EXPECT_EQ(counters.entries, 2U);
}

TEST_F(MemoryCacheTest, takes_any_time_to_live) {
  put("never", "1", 0ms);
  EXPECT_EQ(get("never"), Value(std::nullopt));
  put("long", "2", milliseconds::max());
  EXPECT_EQ(get("long"), Value("2"));
}

TEST_F(MemoryCacheTest, loads_what_is_missing_once) {
  EXPECT_EQ(load("a", [] { return give("1"); }), "1");
  EXPECT_EQ(load("a", [] { return give("2"); }), "1");
}

TEST_F(MemoryCacheTest, an_error_is_not_kept) {
  EXPECT_EQ(load("a", [] { return refuse(); }).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(load("a", [] { return give("1"); }), "1");
}

TEST_F(MemoryCacheTest, a_loader_that_throws_is_an_internal_error) {
  const Loader throws = []() -> awaitable<Result<std::string>> { throw std::runtime_error("a bug"); };
  EXPECT_EQ(load("a", throws).error().code, ErrorCode::kInternal);
  EXPECT_EQ(load("a", [] { return give("1"); }), "1");
}

awaitable<void> ask_together(Cache& cache, SlowLoad& load, std::vector<Result<std::string>>& answers) {
  async::TaskGroup group(co_await boost::asio::this_coro::executor, nullptr);
  for (int i = 0; i < 10; ++i) group.spawn("ask", ask(cache, load, answers));
  (void)co_await load.begun.wait(0);
  load.go_on.notify();
  co_await group.join();
}

TEST_F(MemoryCacheTest, callers_who_miss_together_share_one_load) {
  SlowLoad load;
  std::vector<Result<std::string>> answers;
  async::run_blocking(ask_together(*cache_, load, answers));
  EXPECT_EQ(load.count, 1);
  EXPECT_EQ(answers, std::vector<Result<std::string>>(10, "loaded"));
}

awaitable<void> cancel_the_first(Cache& cache, SlowLoad& load, std::vector<Result<std::string>>& answers) {
  const auto executor = co_await boost::asio::this_coro::executor;
  std::vector<Result<std::string>> lost;
  async::TaskGroup first(executor, nullptr);
  async::TaskGroup others(executor, nullptr);
  first.spawn("loads", ask(cache, load, lost));
  (void)co_await load.begun.wait(0);
  for (int i = 0; i < 5; ++i) others.spawn("waits", ask(cache, load, answers));
  first.cancel();
  co_await first.join();
  (void)co_await load.begun.wait(1);
  load.go_on.notify();
  co_await others.join();
}

TEST_F(MemoryCacheTest, one_of_those_who_wait_loads_when_the_first_is_cancelled) {
  SlowLoad load;
  std::vector<Result<std::string>> answers;
  async::run_blocking(cancel_the_first(*cache_, load, answers));
  EXPECT_EQ(load.count, 2);
  EXPECT_EQ(answers, std::vector<Result<std::string>>(5, "loaded"));
}

awaitable<void> change_while_loading(Cache& cache, SlowLoad& load, std::optional<std::string> put,
                                     std::vector<Result<std::string>>& answers) {
  async::TaskGroup group(co_await boost::asio::this_coro::executor, nullptr);
  group.spawn("loads", ask(cache, load, answers));
  (void)co_await load.begun.wait(0);
  if (put)
    (void)co_await cache.put("key", *std::move(put), 1min);
  else
    (void)co_await cache.erase("key");
  load.go_on.notify();
  co_await group.join();
}

TEST_F(MemoryCacheTest, a_key_erased_while_it_is_loaded_is_not_stored) {
  SlowLoad load;
  std::vector<Result<std::string>> answers;
  async::run_blocking(change_while_loading(*cache_, load, std::nullopt, answers));
  EXPECT_EQ(answers, std::vector<Result<std::string>>(1, "loaded"));
  EXPECT_EQ(get("key"), Value(std::nullopt));
}

TEST_F(MemoryCacheTest, a_value_put_while_its_key_is_loaded_stays) {
  SlowLoad load;
  std::vector<Result<std::string>> answers;
  async::run_blocking(change_while_loading(*cache_, load, "newer", answers));
  EXPECT_EQ(get("key"), Value("newer"));
}

awaitable<Result<void>> use_heavily(Cache& cache, int seed) {
  for (int i = 0; i < 1000; ++i) {
    const std::string key = std::to_string((seed * 31 + i * 7) % 5);
    CO_TRY(const std::string value, co_await cache.get_or_load(key, 1min, [key] { return give(key); }));
    if (value != key) co_return fail(internal("the value of another key"));
    if (i % 11 == 0) CO_CHECK(co_await cache.erase(key));
    if (i % 13 == 0) CO_CHECK(co_await cache.put(key, key, 1min));
  }
  co_return Result<void>{};
}

TEST_F(MemoryCacheTest, many_threads_see_each_key_with_its_own_value) {
  async::IoThreads threads(4);
  std::atomic<int> failures = 0;
  async::TaskGroup group(threads.executor(), [&](std::string_view, const Error&) { ++failures; });
  for (int i = 0; i < 16; ++i) group.spawn_on(threads.executor(), "use", use_heavily(*cache_, i));
  async::run_blocking(group.join());
  EXPECT_EQ(failures, 0);
  EXPECT_LE(cache_->counters().entries, 2U);
}

}  // namespace
}  // namespace coffer::cache
