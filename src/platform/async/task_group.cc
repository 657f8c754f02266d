#include "platform/async/task_group.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <map>
#include <mutex>
#include <optional>

#include "platform/async/event.h"

namespace coffer::async {
namespace {

namespace asio = boost::asio;

struct Task {
  std::uint64_t number = 0;
  std::string name;
  Executor executor;
  asio::cancellation_signal signal;
};

/// The failure behind an exception; nothing when it is the unwinding of a cancelled task.
std::optional<Error> failure_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) return std::nullopt;
    return internal(error.what());
  } catch (const std::exception& error) {
    return internal(error.what());
  } catch (...) {
    return internal("an exception of unknown type");
  }
}

}  // namespace

struct TaskGroup::State : std::enable_shared_from_this<State> {
  State(Executor default_executor, OnFailure report)
      : executor(std::move(default_executor)), on_failure(std::move(report)) {}

  Executor executor;
  OnFailure on_failure;
  mutable std::mutex mutex;
  bool cancelled = false;
  std::size_t count = 0;                                   // spawned and not ended
  std::uint64_t spawned = 0;                               // ever
  std::map<std::uint64_t, std::shared_ptr<Task>> running;  // in the order of their start
  Event ended;

  void start(std::shared_ptr<Task> task, awaitable<Result<void>> body) {
    if (!enter(task)) return leave();
    auto on_end = [self = shared_from_this(), task](const std::exception_ptr& exception, const Result<void>& result) {
      self->end(task, exception, result);
    };
    asio::co_spawn(task->executor, std::move(body),
                   asio::bind_cancellation_slot(task->signal.slot(), std::move(on_end)));
  }

  bool enter(const std::shared_ptr<Task>& task) {
    const std::lock_guard lock(mutex);
    if (!cancelled) running.emplace(task->number, task);
    return !cancelled;
  }

  void end(const std::shared_ptr<Task>& task, const std::exception_ptr& exception, const Result<void>& result) {
    bool was_cancelled = false;
    {
      const std::lock_guard lock(mutex);
      running.erase(task->number);
      was_cancelled = cancelled;
    }
    const auto failure = exception ? failure_of(exception) : result ? std::nullopt : std::optional(result.error());
    const bool expected = was_cancelled && failure == async::cancelled();
    if (failure && !expected && on_failure) on_failure(task->name, *failure);
    leave();
  }

  void leave() {
    {
      const std::lock_guard lock(mutex);
      --count;
    }
    ended.notify();
  }
};

TaskGroup::TaskGroup(Executor executor, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() { cancel(); }

void TaskGroup::spawn(std::string name, awaitable<Result<void>> task) {
  spawn_on(state_->executor, std::move(name), std::move(task));
}

void TaskGroup::spawn_on(Executor executor, std::string name, awaitable<Result<void>> body) {
  auto task = std::make_shared<Task>();
  task->name = std::move(name);
  task->executor = executor;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->cancelled) return;
    ++state_->count;
    task->number = ++state_->spawned;
  }
  // A task is started, and its cancellation signal used, on its own executor only.
  asio::post(executor, [state = state_, task = std::move(task), body = std::move(body)]() mutable {
    state->start(std::move(task), std::move(body));
  });
}

void TaskGroup::cancel() {
  std::map<std::uint64_t, std::shared_ptr<Task>> running;  // in the order of their start
  {
    const std::lock_guard lock(state_->mutex);
    state_->cancelled = true;
    running = state_->running;
  }
  // In the order of their start, so that a run in a simulator repeats itself.
  for (const auto& [number, task] : running)
    asio::post(task->executor, [task] { task->signal.emit(asio::cancellation_type::terminal); });
}

awaitable<void> TaskGroup::join() {
  const auto state = state_;
  while (true) {
    const auto seen = state->ended.version();
    {
      const std::lock_guard lock(state->mutex);
      if (state->count == 0) co_return;
    }
    if (!co_await state->ended.wait(seen)) co_return;
  }
}

std::size_t TaskGroup::size() const {
  const std::lock_guard lock(state_->mutex);
  return state_->count;
}

}  // namespace coffer::async
