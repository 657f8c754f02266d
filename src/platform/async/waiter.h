#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// One coroutine that waits to be woken, once. The building block of `Event`, `Semaphore` and
/// `Workers`; may be woken from any thread, also before it waits.
class Waiter : public std::enable_shared_from_this<Waiter> {
 public:
  /// Whether this call woke it: false when it was woken or cancelled before.
  bool wake();
  /// Waits for `wake`: true; false when cancelled first.
  awaitable<bool> wait();

 private:
  bool settle(bool woken);

  std::mutex mutex_;
  bool settled_ = false;
  bool woken_ = false;
  std::move_only_function<void()> resume_;
};

}  // namespace coffer::async
