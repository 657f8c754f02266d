#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// Runs one coroutine, and what it starts, on this thread until all of it has ended.
void run_blocking(awaitable<void> body);
/// Runs one coroutine on another thread's executor and waits for its end.
void run_blocking(const Executor& executor, awaitable<void> body);

namespace detail {
template <class T>
awaitable<void> keep(awaitable<T> body, std::optional<T>& out) {
  out.emplace(co_await std::move(body));
}
}  // namespace detail

/// The same with a value: for tests and for command-line programs.
template <class T>
T run_blocking(awaitable<T> body) {
  std::optional<T> out;
  run_blocking(detail::keep(std::move(body), out));
  return *std::move(out);
}
template <class T>
T run_blocking(const Executor& executor, awaitable<T> body) {
  std::optional<T> out;
  run_blocking(executor, detail::keep(std::move(body), out));
  return *std::move(out);
}

}  // namespace coffer::async
