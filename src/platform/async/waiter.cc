#include "platform/async/waiter.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace coffer::async {
namespace asio = boost::asio;

bool Waiter::wake() { return settle(true); }

bool Waiter::settle(bool woken) {
  std::move_only_function<void()> resume;
  {
    const std::lock_guard lock(mutex_);
    if (settled_) return false;
    settled_ = true;
    woken_ = woken;
    resume = std::exchange(resume_, nullptr);
  }
  if (resume) resume();
  return true;
}

awaitable<bool> Waiter::wait() {
  const auto self = shared_from_this();
  auto initiate = [self](auto handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto work = asio::make_work_guard(asio::get_associated_executor(handler));
    if (slot.is_connected()) {
      slot.assign([weak = self->weak_from_this()](asio::cancellation_type) {
        if (const auto waiter = weak.lock()) waiter->settle(false);
      });
    }
    std::move_only_function<void()> resume = [slot, work = std::move(work), handler = std::move(handler)]() mutable {
      const auto executor = work.get_executor();
      asio::post(executor, [slot, work = std::move(work), handler = std::move(handler)]() mutable {
        if (slot.is_connected()) slot.clear();
        std::move(handler)();
      });
    };
    std::unique_lock lock(self->mutex_);
    if (!self->settled_) {
      self->resume_ = std::move(resume);
      return;
    }
    lock.unlock();
    resume();
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(initiate), asio::use_awaitable);
  const std::lock_guard lock(mutex_);
  co_return woken_;
}

}  // namespace coffer::async
