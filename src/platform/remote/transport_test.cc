#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "platform/async/run_blocking.h"
#include "platform/async/task_group.h"
#include "platform/remote/testing/processes.h"

/// What only a connection between processes can do: be away, come back, lose answers.
namespace coffer::remote {
namespace {

using probe::v1::Nothing;
using probe::v1::ProbeApi;
using testing::CallingProcess;
using testing::ProbeProcess;
using testing::ProbeService;
using testing::TestPki;

/// Counts how often somebody waits, and can do something meanwhile.
class CountingSleeper final : public async::Sleeper {
 public:
  awaitable<Result<void>> sleep_for(Duration duration) override {
    ++count;
    if (meanwhile) meanwhile();
    return real_.sleep_for(duration);
  }
  awaitable<Result<void>> sleep_until(Time time) override { return real_.sleep_until(time); }

  int count = 0;
  std::function<void()> meanwhile;

 private:
  SystemClock clock_;
  async::SteadySleeper real_{clock_};
};

class TransportTest : public ::testing::Test {
 protected:
  TestPki pki_;
  Identity probe_ = pki_.identity({"probe"});
  Identity suite_ = pki_.identity({"suite"});
  ProbeProcess process_;
  CountingSleeper sleeper_;

  template <class T>
  T run(awaitable<T> body) {
    return async::run_blocking(std::move(body));
  }
  /// A port on which nothing listens.
  std::uint16_t free_port() {
    const std::uint16_t port = process_.listen(probe_);
    process_.stop();
    return port;
  }
  static CallContext with_key(std::string key) {
    CallContext context;
    context.idempotency_key = std::move(key);
    return context;
  }
};

TEST_F(TransportTest, repeats_what_is_repeatable) {
  CallingProcess calling(suite_, free_port(), {.max_attempts = 3, .first_backoff = Duration(1)}, sleeper_);
  const CallContext context;
  EXPECT_EQ(run(calling.reach().as("suite").for_suite(context, {})).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(sleeper_.count, 2);
}

TEST_F(TransportTest, repeats_an_idempotent_call_that_has_a_key) {
  CallingProcess calling(suite_, free_port(), {.max_attempts = 3, .first_backoff = Duration(1)}, sleeper_);
  const CallContext context = with_key("once");
  EXPECT_FALSE(run(calling.reach().as("suite").count(context, {})));
  EXPECT_EQ(sleeper_.count, 2);
}

TEST_F(TransportTest, never_repeats_the_rest) {
  CallingProcess calling(suite_, free_port(), {}, sleeper_);
  const CallContext context;
  EXPECT_FALSE(run(calling.reach().as("suite").count(context, {})));
  const CallContext keyed = with_key("ignored");
  EXPECT_FALSE(run(calling.reach().as("suite").for_users(keyed, {})));
  EXPECT_EQ(sleeper_.count, 0);
}

TEST_F(TransportTest, repeats_within_a_budget) {
  CallingProcess calling(suite_, free_port(),
                         {.max_attempts = 3, .first_backoff = Duration(1), .retry_percent = 0, .retry_reserve = 5},
                         sleeper_);
  const CallContext context;
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(run(calling.reach().as("suite").for_suite(context, {})));
  EXPECT_EQ(sleeper_.count, 5);
}

TEST_F(TransportTest, a_repetition_is_answered_once_the_process_is_back) {
  const std::uint16_t port = free_port();
  sleeper_.meanwhile = [&] {
    if (sleeper_.count == 1) process_.listen(probe_, port);
  };
  CallingProcess calling(suite_, port, {.max_attempts = 500, .first_backoff = Duration(10'000), .retry_reserve = 1'000},
                         sleeper_);
  const CallContext context;
  const auto reply = run(calling.reach().as("suite").for_suite(context, {}));
  EXPECT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(process_.service().counted, 1);
}

TEST_F(TransportTest, a_failure_that_was_answered_is_not_repeated) {
  CallingProcess calling(suite_, process_.listen(probe_), {}, sleeper_);
  probe::v1::FailRequest request;
  request.set_code("SERVICE_UNAVAILABLE");
  request.set_message("the node is away");
  const CallContext context = with_key("key");
  EXPECT_EQ(run(calling.reach().as("suite").fail(context, request)).error(), unavailable("the node is away"));
  EXPECT_EQ(sleeper_.count, 0);
}

awaitable<Result<void>> ask_and_keep(ProbeApi& api, const CallContext& call, std::optional<Result<Nothing>>& out) {
  out = co_await api.wait(call, {});
  co_return Result<void>();
}

awaitable<void> until_one_waits(ProbeService& service) {
  for (;;) {
    const auto seen = service.changed.version();
    if (service.waiting == 1) co_return;
    if (!co_await service.changed.wait(seen)) co_return;
  }
}

/// A call that waits in the service while the process is stopped.
class WaitingCallTest : public TransportTest {
 protected:
  WaitingCallTest() {
    tasks_.spawn("ask", ask_and_keep(calling_.reach().as("suite"), context_, outcome_));
    run(until_one_waits(process_.service()));
  }
  const Result<Nothing>& outcome() {
    async::run_blocking(threads_.executor(), tasks_.join());
    return outcome_.value();
  }

 private:
  CallingProcess calling_{suite_, process_.listen(probe_)};
  const CallContext context_;
  std::optional<Result<Nothing>> outcome_;
  async::IoThreads threads_{1};
  async::TaskGroup tasks_{threads_.executor(), nullptr};
};

TEST_F(WaitingCallTest, ends_when_the_process_ends) {
  process_.stop();
  ASSERT_FALSE(outcome());
  EXPECT_EQ(outcome().error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(process_.service().waiting, 0);
}

TEST_F(WaitingCallTest, is_answered_while_the_process_drains) {
  process_.service().release.notify();
  process_.stop(std::chrono::seconds(60));
  EXPECT_TRUE(outcome());
}

TEST_F(TransportTest, a_reply_larger_than_the_transport_takes_is_an_error) {
  CallingProcess calling(suite_, process_.listen(probe_), {.max_message_bytes = 1 << 20});
  probe::v1::GrowRequest request;
  request.set_size(2 << 20);
  const CallContext context;
  EXPECT_EQ(run(calling.reach().as("suite").grow(context, request)).error().code, ErrorCode::kInternal);
  request.set_size(1 << 19);
  EXPECT_TRUE(run(calling.reach().as("suite").grow(context, request)));
}

TEST_F(TransportTest, a_process_says_whether_it_serves) {
  CallingProcess calling(suite_, process_.listen(probe_));
  EXPECT_TRUE(run(calling.connection().check_health()));
  run(process_.server().stop_accepting());
  EXPECT_EQ(run(calling.connection().check_health()).error(), unavailable("probe does not serve"));
}

TEST_F(TransportTest, a_process_that_is_away_does_not_serve) {
  CallingProcess calling(suite_, free_port());
  EXPECT_EQ(run(calling.connection().check_health()).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace coffer::remote
