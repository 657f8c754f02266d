#include "services/gateway/health.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "platform/async/run_blocking.h"

namespace coffer::gateway {
namespace {

class FixedCheck final : public HealthCheck {
 public:
  FixedCheck(std::string name, bool critical, bool good) : name_(std::move(name)), critical_(critical), good_(good) {}
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] bool is_critical() const override { return critical_; }
  awaitable<Result<void>> check() override {
    if (!good_) co_return fail(unavailable("away"));
    co_return Result<void>{};
  }

 private:
  std::string name_;
  bool critical_;
  bool good_;
};

class HealthTest : public ::testing::Test {
 protected:
  std::pair<int, nlohmann::json> full(std::vector<HealthCheck*> checks) {
    Health health(std::move(checks), sleeper_, "1.2.3");
    const auto response = async::run_blocking(health.full());
    return {response.status, nlohmann::json::parse(response.body)};
  }

  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  FixedCheck database_{"database", true, true};
  FixedCheck broken_database_{"database", true, false};
  FixedCheck broken_chain_{"ethereum", false, false};
};

TEST_F(HealthTest, is_ok_when_everything_answers) {
  const auto [status, body] = full({&database_});
  EXPECT_EQ(status, 200);
  EXPECT_EQ(body.at("status"), "ok");
  EXPECT_EQ(body.at("version"), "1.2.3");
  EXPECT_EQ(body.at("checks").at("database").at("status"), "ok");
  EXPECT_TRUE(body.at("checks").at("database").contains("latency_ms"));
  EXPECT_GT(body.at("checks").at("memory").at("resident_bytes").get<std::int64_t>(), 0);
}

TEST_F(HealthTest, is_degraded_without_something_that_is_not_critical) {
  const auto [status, body] = full({&database_, &broken_chain_});
  EXPECT_EQ(status, 200);
  EXPECT_EQ(body.at("status"), "degraded");
}

TEST_F(HealthTest, is_down_without_something_critical) {
  const auto [status, body] = full({&broken_chain_, &broken_database_});
  EXPECT_EQ(status, 503);
  EXPECT_EQ(body.at("status"), "down");
}

TEST_F(HealthTest, is_ready_whatever_is_not_critical) {
  Health health({&database_, &broken_chain_}, sleeper_, "1");
  EXPECT_EQ(nlohmann::json::parse(async::run_blocking(health.ready()).body).at("status"), "ok");
}

TEST_F(HealthTest, is_alive_whatever_is_broken) {
  Health health({&broken_database_}, sleeper_, "1");
  EXPECT_EQ(health.live().status, 200);
}

}  // namespace
}  // namespace coffer::gateway
