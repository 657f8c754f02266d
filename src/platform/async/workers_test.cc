#include "platform/async/workers.h"

#include <gtest/gtest.h>

#include <boost/asio/this_coro.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "platform/async/run_blocking.h"
#include "platform/async/task_group.h"

namespace coffer::async {
namespace {

using ThreadId = std::thread::id;

awaitable<std::pair<ThreadId, ThreadId>> run_and_return(Workers& workers) {
  const auto worker = co_await workers.run([] { return Result<ThreadId>(std::this_thread::get_id()); });
  co_return std::pair(worker.value(), std::this_thread::get_id());
}

TEST(Workers, run_elsewhere_and_resume_here) {
  Workers workers(1);
  const auto [worker, after] = run_blocking(run_and_return(workers));
  EXPECT_NE(worker, std::this_thread::get_id());
  EXPECT_EQ(after, std::this_thread::get_id());
}

TEST(Workers, hand_on_failures_and_exceptions) {
  Workers workers(1);
  EXPECT_EQ(run_blocking(workers.run([]() -> Result<int> { return fail(conflict("no")); })),
            Result<int>(fail(conflict("no"))));
  EXPECT_THROW(run_blocking(workers.run([]() -> Result<int> { throw std::logic_error("a bug"); })), std::logic_error);
}

awaitable<Result<void>> block(Workers& workers, std::shared_future<void> gate) {
  co_return co_await workers.run([gate] {
    gate.wait();
    return Result<void>{};
  });
}

awaitable<int> overfill(Workers& workers) {
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  int refused = 0;
  TaskGroup group(co_await boost::asio::this_coro::executor, [&](auto, const Error& error) {
    refused += error.code == ErrorCode::kUnavailable ? 1 : 0;
    gate.set_value();
  });
  for (int i = 0; i < 4; ++i) group.spawn("block", block(workers, open));
  co_await group.join();
  co_return refused;
}

TEST(Workers, refuse_when_the_queue_is_full) {
  Workers workers(1, 2);
  EXPECT_EQ(run_blocking(overfill(workers)), 1);
}

}  // namespace
}  // namespace coffer::async
