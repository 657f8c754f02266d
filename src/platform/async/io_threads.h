#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "platform/async/awaitable.h"

namespace boost::asio {
class io_context;
}

namespace coffer::async {

/// The threads that do input and output: each runs an `io_context` of its own, so that what is
/// spawned on one executor needs no strand. Nothing that takes longer than a millisecond of
/// processor time belongs here: see `Workers`.
class IoThreads {
 public:
  explicit IoThreads(std::size_t count = 1);
  /// Stops and joins.
  ~IoThreads();
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;

  /// The next thread's executor, round robin.
  [[nodiscard]] Executor executor();
  [[nodiscard]] std::size_t count() const { return contexts_.size(); }
  /// The executor of one thread, `index` below `count()`.
  [[nodiscard]] Executor executor(std::size_t index);

  /// Abandons what still waits and joins the threads. Not from one of them.
  void stop();

 private:
  std::vector<std::unique_ptr<boost::asio::io_context>> contexts_;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace coffer::async
