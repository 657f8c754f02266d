#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "platform/async/event.h"
#include "platform/events/relay.h"
#include "platform/sql/testing/engines.h"

/// For tests only.
namespace coffer::events::testing {

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// Time that never passes: what goes on was woken, not looked for.
class Endless final : public async::Sleeper {
 public:
  awaitable<Result<void>> sleep_for(Duration) override { return never_.wait(never_.version()); }
  awaitable<Result<void>> sleep_until(Time) override { return never_.wait(never_.version()); }

 private:
  async::Event never_;
};

/// An outbox, and relays that deliver it to a list of what came.
class RelayFixture : public sql::testing::OnEveryEngine {
 protected:
  RelayFixture() { EXPECT_TRUE(run(sql::migrate(database(), outbox_.migrations()))); }

  void append(std::string key, std::string data, std::string type = "test.happened") {
    ASSERT_TRUE(run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<std::string>> {
      co_return co_await outbox_.append(transaction, {.type = type, .key = key, .data = data});
    })));
  }
  /// Takes everything, except what is named in `failing_`.
  Handler recording() {
    return [this](const Envelope& event) -> awaitable<Result<void>> {
      tried_.push_back(event.data);
      if (event.data == failing_) co_return fail(unavailable("not now"));
      taken_.push_back(event.data);
      co_return Result<void>();
    };
  }
  std::unique_ptr<Relay> relay(async::Sleeper& sleeper, RelayOptions options = {}) {
    return std::make_unique<Relay>(database(), outbox_, clock_, sleeper, std::move(options), log_, metrics_);
  }
  std::unique_ptr<Relay> relay(RelayOptions options = {}) { return relay(sleeper_, std::move(options)); }
  std::uint64_t deliver(Relay& relay) { return run(relay.deliver_due()).value_or(999); }
  /// Runs what is spawned on the context until the condition holds.
  void run_until(const std::function<bool()>& holds) {
    while (!holds()) {
      if (context().stopped()) context().restart();
      context().run_one();
    }
  }
  static std::string read_all(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : " ") + item;
    return out;
  }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  SystemClock real_clock_;
  async::SteadySleeper sleeper_{real_clock_};
  SeededEntropy entropy_{1};
  Silent sink_;
  telemetry::Log log_{clock_, sink_, telemetry::Level::kError};
  telemetry::Metrics metrics_;
  Outbox outbox_{"test", clock_, entropy_};
  std::string failing_;
  std::vector<std::string> tried_;
  std::vector<std::string> taken_;
};

}  // namespace coffer::events::testing
