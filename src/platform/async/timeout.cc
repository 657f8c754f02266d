#include "platform/async/timeout.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace coffer::async {

awaitable<bool> finishes_before(awaitable<void> body, awaitable<Result<void>> other) {
  namespace asio = boost::asio;
  const auto executor = co_await asio::this_coro::executor;
  const auto [order, body_failure, other_failure, outcome] =
      co_await asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(body), asio::deferred),
                                                       asio::co_spawn(executor, std::move(other), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] != 0) co_return false;
  if (body_failure) std::rethrow_exception(body_failure);
  co_return true;
}

awaitable<bool> finishes_within(Sleeper& sleeper, Duration limit, awaitable<void> body) {
  return finishes_before(std::move(body), sleeper.sleep_for(limit));
}

}  // namespace coffer::async
