#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// The owner of coroutines that run beside their starter; the only way to start one. A task that
/// fails or throws is reported by name. All members may be called from any thread.
class TaskGroup {
 public:
  /// Called with the task's name on the task's executor; an exception arrives as INTERNAL_ERROR with
  /// its text. A cancelled task is not reported.
  using OnFailure = std::function<void(std::string_view task, const Error& error)>;

  TaskGroup(Executor executor, OnFailure on_failure);
  /// Cancels. The owner joins first wherever the tasks use what the owner holds.
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task` on the group's executor. After `cancel()` it is dropped unstarted.
  void spawn(std::string name, awaitable<Result<void>> task);
  /// Starts `task` on another executor.
  void spawn_on(Executor executor, std::string name, awaitable<Result<void>> task);

  /// Asks every task to end: what it awaits fails with `cancelled()` and the next `co_await` unwinds
  /// it. Nothing is started afterwards.
  void cancel();
  /// Returns once no task is left.
  awaitable<void> join();
  [[nodiscard]] std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::async
