// Mail of the service, through a real mail server.
#include "services/identity/smtp_mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/async/task_group.h"
#include "platform/mail/testing/smtp_server.h"
#include "platform/sql/testing/engines.h"
#include "services/identity/identity.h"

namespace coffer::identity {
namespace {

using ::testing::HasSubstr;

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// Lets the clock pass instead of waiting.
class Passing final : public async::Sleeper {
 public:
  explicit Passing(ManualClock& clock) : clock_(clock) {}
  awaitable<Result<void>> sleep_for(Duration duration) override {
    clock_.advance(duration);
    co_await boost::asio::post(boost::asio::use_awaitable);
    co_return Result<void>();
  }
  awaitable<Result<void>> sleep_until(Time time) override { return sleep_for(time - clock_.now()); }

 private:
  ManualClock& clock_;
};

class SmtpMailerTest : public sql::testing::OnEveryEngine {
 protected:
  SmtpMailerTest() : OnEveryEngine({migrations()}) {
    Settings settings;
    settings.password_cost = {.memory_kib = 64, .passes = 1};
    identity_.emplace(Dependencies{.database = database(),
                                   .workers = workers_,
                                   .clock = clock_,
                                   .entropy = entropy_,
                                   .settings = settings,
                                   .sealing_key = Secret<32>()});
    EXPECT_TRUE(run(identity_->start()));
  }

  void sign_up(std::string email) {
    v1::SignUpRequest request;
    request.set_email(std::move(email));
    request.set_password("correct horse battery");
    ASSERT_TRUE(run(identity_->sign_up({}, std::move(request))));
  }
  std::string code_of(std::string email) {
    v1::ListMailboxRequest request;
    request.set_to(std::move(email));
    const auto reply = run(identity_->list_mailbox({}, std::move(request)));
    return reply && reply->messages_size() > 0 ? reply->messages(0).code() : "";
  }
  /// Delivers until the mailbox holds the code no longer.
  void deliver(const std::string& relay, const std::string& email) {
    mail::SmtpSettings settings;
    settings.url = relay;
    const auto client = mail::SmtpClient::create(std::move(settings), workers_);
    ASSERT_TRUE(client);
    SmtpMailer mailer(**client, "coffer@example.com", log_, metrics_);
    Passing passing(clock_);
    async::TaskGroup tasks(context().get_executor(), [](std::string_view, const Error&) {});
    tasks.spawn("mail", identity_->deliver_mail(mailer, passing));
    while (!code_of(email).empty()) continue;
    tasks.cancel();
    run(tasks.join());
  }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  SeededEntropy entropy_{5};
  async::Workers workers_{2};
  Silent sink_;
  telemetry::Log log_{clock_, sink_, telemetry::Level::kError};
  telemetry::Metrics metrics_;
  std::optional<Identity> identity_;
};

TEST_P(SmtpMailerTest, a_code_arrives_though_the_relay_refused_it_at_first) {
  mail::testing::SmtpServer server({"--refuse", "1"});
  sign_up("alice@example.org");
  const std::string code = code_of("alice@example.org");
  ASSERT_EQ(code.size(), 6U);
  deliver("smtp://localhost:" + server.port(), "alice@example.org");
  const auto message = server.next_message();
  EXPECT_EQ(message["to"], nlohmann::json({"alice@example.org"}));
  EXPECT_THAT(message["data"].get<std::string>(), HasSubstr(code));
  EXPECT_THAT(metrics_.text(), HasSubstr("coffer_mail_total{result=\"sent\"} 1"));
  EXPECT_THAT(metrics_.text(), HasSubstr("coffer_mail_total{result=\"failed\"} 1"));
}

COFFER_ON_EVERY_ENGINE(SmtpMailerTest);

}  // namespace
}  // namespace coffer::identity
