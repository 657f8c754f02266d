#include "platform/async/sleeper.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace coffer::async {

awaitable<Result<void>> SteadySleeper::sleep_for(Duration duration) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
  const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  if (error) co_return fail(cancelled());
  co_return Result<void>{};
}

awaitable<Result<void>> SteadySleeper::sleep_until(Time time) {
  for (Time now = clock_.now(); now < time; now = clock_.now()) CO_CHECK(co_await sleep_for(time - now));
  co_return Result<void>{};
}

}  // namespace coffer::async
