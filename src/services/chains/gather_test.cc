#include "services/chains/gather.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "platform/async/task_group.h"
#include "platform/async/waiter.h"

namespace coffer::chains {
namespace {

/// Counts what is still at work.
struct AtWork {
  explicit AtWork(int& count_in) : count(count_in) { ++count; }
  ~AtWork() { --count; }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;
  int& count;
};

awaitable<Result<int>> answer(int value) { co_return value; }

awaitable<Result<int>> waits_for_ever(int& at_work) {
  const AtWork counted(at_work);
  const auto never = std::make_shared<async::Waiter>();
  (void)co_await never->wait();
  co_return fail(async::cancelled());
}

/// Says how many tasks were at work when the one who gathered went.
struct Leaving {
  ~Leaving() { left = at_work; }
  int& at_work;
  int& left;
};

awaitable<Result<void>> gathers_in_vain(int& at_work, int& left) {
  const Leaving leaving{at_work, left};
  std::vector<awaitable<Result<int>>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(waits_for_ever(at_work));
  co_await gather(std::move(tasks));
  co_return Result<void>();
}

awaitable<Result<void>> gathers(std::vector<Result<int>>& out) {
  std::vector<awaitable<Result<int>>> tasks;
  for (int i = 0; i < 3; ++i) tasks.push_back(answer(i));
  out = co_await gather(std::move(tasks));
  co_return Result<void>();
}

TEST(Gather, answers_in_the_order_of_the_tasks) {
  boost::asio::io_context context;
  async::TaskGroup group(context.get_executor(), [](std::string_view, const Error&) {});
  std::vector<Result<int>> out;
  group.spawn("gathers", gathers(out));
  context.run();
  ASSERT_EQ(out.size(), 3U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*out[static_cast<std::size_t>(i)], i);
}

TEST(Gather, leaves_no_task_behind_when_its_caller_is_cancelled) {
  boost::asio::io_context context;
  async::TaskGroup group(context.get_executor(), [](std::string_view, const Error&) {});
  int at_work = 0;
  int left = -1;
  group.spawn("gathers", gathers_in_vain(at_work, left));
  context.poll();
  EXPECT_EQ(at_work, 3);
  group.cancel();
  context.restart();
  context.run();
  EXPECT_EQ(left, 0);
}

}  // namespace
}  // namespace coffer::chains
