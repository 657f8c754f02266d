#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "base/result.h"

namespace coffer {

/// The one asynchronous style: a coroutine on an Asio executor. What can be expected to fail is
/// `awaitable<Result<T>>`. Parameters of a coroutine are values, or references to what is guaranteed
/// to outlive it; a lambda with captures is not used as one.
template <class T>
using awaitable = boost::asio::awaitable<T>;

/// Where a coroutine runs: one of the `async::IoThreads`.
using Executor = boost::asio::any_io_executor;

}  // namespace coffer

namespace coffer::async {

/// The failure of an operation that was cancelled: UNAVAILABLE, "cancelled".
Error cancelled();
/// The failure of an operation whose time ran out: UNAVAILABLE, "deadline exceeded".
Error deadline_exceeded();

}  // namespace coffer::async
