#include "platform/async/run_all.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace coffer::async {

namespace asio = boost::asio;

awaitable<void> run_all(std::vector<awaitable<void>> tasks) {
  if (tasks.empty()) co_return;
  const auto executor = co_await asio::this_coro::executor;
  const auto begun = [&executor](awaitable<void> task) {
    return asio::co_spawn(executor, std::move(task), asio::deferred);
  };
  std::vector<decltype(begun(std::declval<awaitable<void>>()))> group;
  group.reserve(tasks.size());
  for (awaitable<void>& task : tasks) group.push_back(begun(std::move(task)));
  const auto [order, failures] = co_await asio::experimental::make_parallel_group(std::move(group))
                                     .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace coffer::async
