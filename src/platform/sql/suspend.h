#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

namespace coffer::sql {

/// Resumes a suspended coroutine with a value, once, from any thread. Dropping it unused drops the
/// coroutine.
template <class T>
using Resume = std::move_only_function<void(T)>;

/// Suspends the calling coroutine and gives `start` what resumes it on its own executor. `start` runs
/// at once, on the caller's thread, when the coroutine is already suspended.
template <class T, class Start>
boost::asio::awaitable<T> suspend(Start start) {
  auto initiate = [](auto handler, Start begin) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto work = boost::asio::make_work_guard(executor);
    begin(Resume<T>([handler = std::move(handler), work = std::move(work)](T value) mutable {
      auto to = work.get_executor();
      boost::asio::post(to, [handler = std::move(handler), value = std::move(value)]() mutable {
        std::move(handler)(std::move(value));
      });
      work.reset();
    }));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void(T)>(
      initiate, boost::asio::use_awaitable, std::move(start));
}

}  // namespace coffer::sql
