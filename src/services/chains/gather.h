#pragma once

#include <exception>
#include <vector>

#include "platform/async/run_all.h"

namespace coffer::chains {

namespace detail {
template <class T>
awaitable<void> keep_result(awaitable<Result<T>> task, Result<T>& out) {
  try {
    out = co_await std::move(task);
  } catch (const std::exception& bug) {
    out = fail(unavailable(bug.what()));
  }
}
}  // namespace detail

/// Runs all tasks side by side on this coroutine's executor and returns their results in order. A task
/// that throws counts as UNAVAILABLE. All have ended when this returns, also when the caller was
/// cancelled: they may use what the caller holds.
template <class T>
awaitable<std::vector<Result<T>>> gather(std::vector<awaitable<Result<T>>> tasks) {
  std::vector<Result<T>> out(tasks.size(), fail(unavailable("not finished")));
  if (tasks.size() == 1) {
    out.front() = co_await std::move(tasks.front());
    co_return out;
  }
  std::vector<awaitable<void>> running;
  for (std::size_t i = 0; i < tasks.size(); ++i) running.push_back(detail::keep_result<T>(std::move(tasks[i]), out[i]));
  co_await async::run_all(std::move(running));
  co_return out;
}

}  // namespace coffer::chains
