#include "platform/async/semaphore.h"

#include <deque>
#include <mutex>

#include "platform/async/waiter.h"

namespace coffer::async {

struct Semaphore::State {
  std::mutex mutex;
  std::size_t free;
  std::size_t max_waiting;
  std::deque<std::shared_ptr<Waiter>> line;

  /// Takes a free place; the lock is held.
  bool take() {
    if (free == 0) return false;
    --free;
    return true;
  }

  /// Hands the place to the first in line that still waits.
  void release() {
    std::unique_lock lock(mutex);
    while (!line.empty()) {
      const auto next = std::move(line.front());
      line.pop_front();
      lock.unlock();
      if (next->wake()) return;
      lock.lock();
    }
    ++free;
  }

  void leave(const std::shared_ptr<Waiter>& waiter) {
    const std::lock_guard lock(mutex);
    std::erase(line, waiter);
  }
};

Semaphore::Permit& Semaphore::Permit::operator=(Permit&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

Semaphore::Permit::~Permit() {
  if (state_) state_->release();
}

Semaphore::Semaphore(std::size_t permits, std::size_t max_waiting)
    : state_(new State{.mutex = {}, .free = permits, .max_waiting = max_waiting, .line = {}}) {}

std::optional<Semaphore::Permit> Semaphore::try_acquire() {
  const std::lock_guard lock(state_->mutex);
  if (!state_->take()) return std::nullopt;
  return Permit(state_);
}

std::size_t Semaphore::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->line.size();
}

awaitable<Result<Semaphore::Permit>> Semaphore::acquire() {
  const auto state = state_;
  std::shared_ptr<Waiter> waiter;
  {
    const std::lock_guard lock(state->mutex);
    if (state->take()) co_return Permit(state);
    if (state->line.size() >= state->max_waiting) co_return fail(unavailable("too many are waiting"));
    waiter = std::make_shared<Waiter>();
    state->line.push_back(waiter);
  }
  if (!co_await waiter->wait()) {
    state->leave(waiter);
    co_return fail(cancelled());
  }
  co_return Permit(state);
}

}  // namespace coffer::async
