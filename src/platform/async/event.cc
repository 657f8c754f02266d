#include "platform/async/event.h"

#include <mutex>
#include <vector>

#include "platform/async/timeout.h"
#include "platform/async/waiter.h"

namespace coffer::async {

struct Event::State {
  mutable std::mutex mutex;
  std::uint64_t version = 0;
  bool closed = false;
  std::vector<std::weak_ptr<Waiter>> waiters;

  /// Nothing when the version differs already.
  std::shared_ptr<Waiter> enter(std::uint64_t seen) {
    const std::lock_guard lock(mutex);
    if (version != seen || closed) return nullptr;
    // Those that were cancelled leave their place behind.
    if (waiters.size() == waiters.capacity())
      std::erase_if(waiters, [](const auto& waiter) { return waiter.expired(); });
    auto waiter = std::make_shared<Waiter>();
    waiters.push_back(waiter);
    return waiter;
  }

  void raise(bool close) {
    std::vector<std::weak_ptr<Waiter>> woken;
    {
      const std::lock_guard lock(mutex);
      closed = closed || close;
      if (!close) ++version;
      woken.swap(waiters);
    }
    for (const auto& weak : woken)
      if (const auto waiter = weak.lock()) waiter->wake();
  }

  static awaitable<Result<void>> wait(std::shared_ptr<State> state, std::uint64_t seen) {
    if (const auto waiter = state->enter(seen); waiter && !co_await waiter->wait()) co_return fail(cancelled());
    const std::lock_guard lock(state->mutex);
    if (state->version == seen) co_return fail(cancelled());
    co_return Result<void>{};
  }
};

Event::Event() : state_(std::make_shared<State>()) {}
Event::~Event() { state_->raise(true); }

void Event::notify() { state_->raise(false); }

std::uint64_t Event::version() const {
  const std::lock_guard lock(state_->mutex);
  return state_->version;
}

awaitable<Result<void>> Event::wait(std::uint64_t seen) { return State::wait(state_, seen); }

awaitable<Result<bool>> Event::wait_for(std::uint64_t seen, Sleeper& sleeper, Duration limit) {
  if (version() != seen) co_return true;
  std::optional<Result<void>> outcome;
  if (!co_await finishes_within(sleeper, limit, detail::store<void>(State::wait(state_, seen), outcome)))
    co_return false;
  CO_CHECK(*outcome);
  co_return true;
}

}  // namespace coffer::async
