#include "platform/async/shutdown.h"

#include <gtest/gtest.h>

#include <boost/asio/this_coro.hpp>
#include <csignal>
#include <vector>

#include "platform/async/run_blocking.h"

namespace coffer::async {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

awaitable<void> note(Names& names, std::string name) {
  names.push_back(std::move(name));
  co_return;
}

awaitable<void> hang(Sleeper& sleeper) { (void)co_await sleeper.sleep_for(1h); }

class ShutdownTest : public ::testing::Test {
 protected:
  Shutdown::Hook noting(std::string name) {
    return [this, name] { return note(ran_, name); };
  }

  awaitable<void> stop_by(int signal) {
    Shutdown shutdown(co_await boost::asio::this_coro::executor, sleeper_, nullptr);
    shutdown.add(Shutdown::Phase::kClose, "close", noting("close"));
    shutdown.add(Shutdown::Phase::kDrain, "drain", noting("drain"));
    shutdown.add(Shutdown::Phase::kStopAccepting, "stop", noting("stop"));
    shutdown.add(Shutdown::Phase::kFlush, "flush a", noting("flush a"));
    shutdown.add(Shutdown::Phase::kFlush, "flush b", noting("flush b"));
    if (signal == 0)
      shutdown.request();
    else
      std::raise(signal);
    co_await shutdown.run();
  }

  awaitable<void> stop_with_a_hanging_hook() {
    const auto on_slow = [this](std::string_view name) { slow_.emplace_back(name); };
    Shutdown shutdown(co_await boost::asio::this_coro::executor, sleeper_, on_slow, 50ms);
    shutdown.add(Shutdown::Phase::kDrain, "hang", [this] { return hang(sleeper_); });
    shutdown.add(Shutdown::Phase::kFlush, "flush", noting("flush"));
    shutdown.request();
    co_await shutdown.run();
  }

  SystemClock clock_;
  SteadySleeper sleeper_{clock_};
  Names ran_;
  Names slow_;
};

const Names kInOrder{"stop", "drain", "flush a", "flush b", "close"};

TEST_F(ShutdownTest, runs_the_hooks_phase_by_phase) {
  run_blocking(stop_by(0));
  EXPECT_EQ(ran_, kInOrder);
}

TEST_F(ShutdownTest, begins_on_sigterm) {
  run_blocking(stop_by(SIGTERM));
  EXPECT_EQ(ran_, kInOrder);
}

TEST_F(ShutdownTest, begins_on_sigint) {
  run_blocking(stop_by(SIGINT));
  EXPECT_EQ(ran_, kInOrder);
}

TEST_F(ShutdownTest, cuts_a_hook_that_hangs_and_goes_on) {
  run_blocking(stop_with_a_hanging_hook());
  EXPECT_EQ(slow_, Names{"hang"});
  EXPECT_EQ(ran_, Names{"flush"});
}

}  // namespace
}  // namespace coffer::async
