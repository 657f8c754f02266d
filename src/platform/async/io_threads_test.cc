#include "platform/async/io_threads.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <future>
#include <set>

namespace coffer::async {
namespace {

std::thread::id thread_of(const Executor& executor) {
  std::promise<std::thread::id> promise;
  boost::asio::post(executor, [&promise] { promise.set_value(std::this_thread::get_id()); });
  return promise.get_future().get();
}

TEST(IoThreads, has_at_least_one_thread) { EXPECT_EQ(IoThreads(0).count(), 1U); }

TEST(IoThreads, binds_each_executor_to_one_thread) {
  IoThreads threads(2);
  const auto first = thread_of(threads.executor(0));
  EXPECT_EQ(thread_of(threads.executor(0)), first);
  EXPECT_NE(thread_of(threads.executor(1)), first);
}

TEST(IoThreads, hands_out_executors_round_robin) {
  IoThreads threads(3);
  std::set<std::thread::id> seen;
  for (int i = 0; i < 3; ++i) seen.insert(thread_of(threads.executor()));
  EXPECT_EQ(seen.size(), 3U);
}

TEST(IoThreads, may_be_stopped_twice) {
  IoThreads threads(2);
  threads.stop();
  threads.stop();
}

}  // namespace
}  // namespace coffer::async
