#pragma once

#include <boost/asio/this_coro.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "platform/async/task_group.h"

namespace coffer::chains {

namespace detail {
template <class T>
awaitable<Result<void>> keep_result(awaitable<Result<T>> task, std::shared_ptr<std::vector<Result<T>>> out,
                                    std::size_t index) {
  (*out)[index] = co_await std::move(task);
  co_return Result<void>();
}
}  // namespace detail

/// Runs all tasks side by side on this coroutine's executor and returns their results in order. A task
/// that throws counts as UNAVAILABLE.
template <class T>
awaitable<std::vector<Result<T>>> gather(std::vector<awaitable<Result<T>>> tasks) {
  auto out = std::make_shared<std::vector<Result<T>>>(tasks.size(), fail(unavailable("not finished")));
  if (tasks.size() == 1) {
    out->front() = co_await std::move(tasks.front());
    co_return std::move(*out);
  }
  async::TaskGroup group(co_await boost::asio::this_coro::executor, [](std::string_view, const Error&) {});
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    group.spawn("gather", detail::keep_result<T>(std::move(tasks[i]), out, i));
  }
  co_await group.join();
  co_return std::move(*out);
}

}  // namespace coffer::chains
