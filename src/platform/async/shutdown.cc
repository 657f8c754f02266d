#include "platform/async/shutdown.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <mutex>
#include <vector>

#include "platform/async/event.h"
#include "platform/async/timeout.h"

namespace coffer::async {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct NamedHook {
  std::string name;
  Shutdown::Hook call;
};

}  // namespace

struct Shutdown::State : std::enable_shared_from_this<State> {
  State(const Executor& executor, Sleeper& sleep, OnSlow report, Duration time)
      : signals(executor, SIGINT, SIGTERM), sleeper(sleep), on_slow(std::move(report)), limit(time) {}

  boost::asio::signal_set signals;
  Sleeper& sleeper;
  OnSlow on_slow;
  Duration limit;
  std::mutex mutex;
  std::array<std::vector<NamedHook>, 4> phases;
  Event requested;

  void listen() {
    signals.async_wait([self = shared_from_this()](const boost::system::error_code& error, int number) {
      if (error) return;
      if (self->requested.version() > 0) {
        std::signal(number, SIG_DFL);
        std::raise(number);
      }
      self->requested.notify();
      self->listen();
    });
  }

  std::vector<NamedHook> take(std::size_t phase) {
    const std::lock_guard lock(mutex);
    return std::exchange(phases.at(phase), {});
  }
};

Shutdown::Shutdown(Executor executor, Sleeper& sleeper, OnSlow on_slow, Duration limit)
    : state_(std::make_shared<State>(executor, sleeper, std::move(on_slow), limit)) {
  state_->listen();
}

Shutdown::~Shutdown() {
  const auto executor = state_->signals.get_executor();
  boost::asio::post(executor, [state = state_] { state->signals.cancel(); });
}

void Shutdown::add(Phase phase, std::string name, Hook hook) {
  const std::lock_guard lock(state_->mutex);
  state_->phases.at(static_cast<std::size_t>(phase)).push_back({std::move(name), std::move(hook)});
}

void Shutdown::request() { state_->requested.notify(); }

awaitable<void> Shutdown::run() {
  const auto state = state_;
  if (!co_await state->requested.wait(0)) co_return;
  const auto end = SteadyClock::now() + state->limit;
  for (std::size_t phase = 0; phase < state->phases.size(); ++phase) {
    for (const auto& hook : state->take(phase)) {
      const auto left = std::chrono::duration_cast<Duration>(end - SteadyClock::now());
      const bool done = co_await finishes_within(state->sleeper, std::max(left, state->limit / 10), hook.call());
      if (!done && state->on_slow) state->on_slow(hook.name);
    }
  }
}

}  // namespace coffer::async
