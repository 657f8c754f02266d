#include "platform/async/io_threads.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace coffer::async {

IoThreads::IoThreads(std::size_t count) {
  count = std::max<std::size_t>(count, 1);
  for (std::size_t i = 0; i < count; ++i) contexts_.push_back(std::make_unique<boost::asio::io_context>(1));
  for (const auto& context : contexts_) {
    threads_.emplace_back([&io = *context, work = boost::asio::make_work_guard(*context)] { io.run(); });
  }
}

IoThreads::~IoThreads() { stop(); }

Executor IoThreads::executor() { return executor(next_.fetch_add(1, std::memory_order_relaxed) % contexts_.size()); }

Executor IoThreads::executor(std::size_t index) { return contexts_.at(index)->get_executor(); }

void IoThreads::stop() {
  for (const auto& context : contexts_) context->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace coffer::async
