#pragma once

#include <optional>

#include "platform/async/sleeper.h"

namespace coffer::async {

/// Runs `body` beside `other`; the one that is later is cancelled, and has ended before this returns.
/// Whether `body` was first. An exception of a body that was first is thrown on.
awaitable<bool> finishes_before(awaitable<void> body, awaitable<Result<void>> other);

/// Runs `body`; after `limit` it is cancelled. Whether it ended by itself. An exception of a body
/// that ended by itself is thrown on.
awaitable<bool> finishes_within(Sleeper& sleeper, Duration limit, awaitable<void> body);

namespace detail {
template <class T>
awaitable<void> store(awaitable<Result<T>> body, std::optional<Result<T>>& out) {
  out = co_await std::move(body);
}
}  // namespace detail

/// The result of `body`, or `deadline_exceeded()` if it takes longer than `limit`; it is then
/// cancelled and has ended before this returns.
template <class T>
awaitable<Result<T>> with_timeout(Sleeper& sleeper, Duration limit, awaitable<Result<T>> body) {
  std::optional<Result<T>> out;
  const bool finished = co_await finishes_within(sleeper, limit, detail::store<T>(std::move(body), out));
  if (!finished || !out) co_return std::unexpected(deadline_exceeded());
  co_return *std::move(out);
}

}  // namespace coffer::async
