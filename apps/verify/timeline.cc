#include "apps/verify/timeline.h"

#include <algorithm>

#include "platform/async/waiter.h"

namespace coffer::verify {

void Timeline::at(Time when, std::function<void()> action) {
  moments_.emplace(std::pair(std::max(when, now_), ++asked_), std::move(action));
}

awaitable<bool> Timeline::sleep(Duration duration) {
  const auto waiter = std::make_shared<async::Waiter>();
  after(duration, [weak = std::weak_ptr(waiter)] {
    if (const auto waiting = weak.lock()) waiting->wake();
  });
  co_return co_await waiter->wait();
}

void Timeline::settle() {
  context_.restart();
  context_.poll();
}

bool Timeline::advance(Time last) {
  if (moments_.empty() || moments_.begin()->first.first > last) return false;
  now_ = moments_.begin()->first.first;
  while (!moments_.empty() && moments_.begin()->first.first == now_) {
    const std::function<void()> action = std::move(moments_.begin()->second);
    moments_.erase(moments_.begin());
    action();
  }
  settle();
  return true;
}

}  // namespace coffer::verify
