#include "platform/async/workers.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "platform/async/waiter.h"

namespace coffer::async {

struct Workers::Pool {
  Pool(std::size_t threads, std::size_t queued) : pool(threads), limit(threads + queued) {}

  boost::asio::thread_pool pool;
  std::size_t limit;
  std::atomic<std::size_t> taken = 0;
};

Workers::Workers(std::size_t threads, std::size_t max_queued) : pool_(std::make_unique<Pool>(threads, max_queued)) {}

Workers::~Workers() { pool_->pool.join(); }

awaitable<Result<void>> Workers::submit(std::move_only_function<void()> job) {
  if (pool_->taken.fetch_add(1) >= pool_->limit) {
    pool_->taken.fetch_sub(1);
    co_return fail(unavailable("the worker queue is full"));
  }
  const auto waiter = std::make_shared<Waiter>();
  boost::asio::post(pool_->pool, [this, waiter, job = std::move(job)]() mutable {
    job();
    job = nullptr;
    pool_->taken.fetch_sub(1);
    waiter->wake();
  });
  if (!co_await waiter->wait()) co_return fail(cancelled());
  co_return Result<void>{};
}

}  // namespace coffer::async
