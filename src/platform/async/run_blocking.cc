#include "platform/async/run_blocking.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>

namespace coffer::async {

void run_blocking(awaitable<void> body) {
  boost::asio::io_context context(1);
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(body), [&failure](std::exception_ptr exception) { failure = exception; });
  context.run();
  if (failure) std::rethrow_exception(failure);
}

void run_blocking(const Executor& executor, awaitable<void> body) {
  boost::asio::co_spawn(executor, std::move(body), boost::asio::use_future).get();
}

}  // namespace coffer::async
