// Against a real mail server.
#include "platform/mail/smtp_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/run_blocking.h"
#include "platform/http/testing/certificate.h"
#include "platform/mail/testing/smtp_server.h"

namespace coffer::mail {
namespace {

using ::testing::HasSubstr;

class SmtpClientTest : public ::testing::Test {
 protected:
  SmtpSettings settings(const testing::SmtpServer& server, const std::string& scheme = "smtp") const {
    SmtpSettings out;
    out.url = scheme + "://localhost:" + server.port();
    out.ca_file = certificate_.paths().certificate_chain;
    return out;
  }
  std::vector<std::string> with_tls(std::vector<std::string> more = {}) const {
    std::vector<std::string> out{"--tls", certificate_.paths().certificate_chain, certificate_.paths().private_key};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  Result<void> send(SmtpSettings settings, std::string text = "Your code is 123456.\n") {
    const auto client = SmtpClient::create(std::move(settings), workers_);
    if (!client) return fail(client.error());
    Message message{.id = "m1",
                    .from = "coffer@example.com",
                    .to = "alice@example.org",
                    .subject = "Your code",
                    .text = std::move(text),
                    .date = from_micros(1'800'000'000'000'000)};
    return async::run_blocking((*client)->send(std::move(message)));
  }

  http::testing::TestCertificate certificate_{"localhost"};
  async::Workers workers_{1};
};

TEST_F(SmtpClientTest, hands_over_one_message) {
  testing::SmtpServer server;
  ASSERT_TRUE(send(settings(server)));
  const auto message = server.next_message();
  EXPECT_EQ(message["from"], "coffer@example.com");
  EXPECT_EQ(message["to"], nlohmann::json({"alice@example.org"}));
  EXPECT_THAT(message["data"].get<std::string>(), HasSubstr("Subject: Your code\r\n"));
  EXPECT_THAT(message["data"].get<std::string>(), HasSubstr("Your code is 123456.\r\n"));
}

TEST_F(SmtpClientTest, a_line_of_one_dot_does_not_end_the_message) {
  testing::SmtpServer server;
  ASSERT_TRUE(send(settings(server), "before\n.\nafter\n"));
  EXPECT_THAT(server.next_message()["data"].get<std::string>(), HasSubstr("before\r\n.\r\nafter\r\n"));
}

TEST_F(SmtpClientTest, goes_over_to_tls_before_it_says_anything) {
  testing::SmtpServer server(with_tls({"--starttls-required"}));
  ASSERT_TRUE(send(settings(server)));
  EXPECT_EQ(server.next_message()["tls"], true);
}

TEST_F(SmtpClientTest, speaks_tls_from_the_start) {
  testing::SmtpServer server(with_tls({"--implicit"}));
  EXPECT_TRUE(send(settings(server, "smtps")));
  EXPECT_THAT(server.next_message()["data"].get<std::string>(), HasSubstr("123456"));
}

TEST_F(SmtpClientTest, sends_nothing_without_tls_where_it_is_wanted) {
  testing::SmtpServer server;
  SmtpSettings strict = settings(server);
  strict.tls = SmtpTls::kAlways;
  const Result<void> refused = send(std::move(strict));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
}

TEST_F(SmtpClientTest, sends_nothing_to_a_relay_whose_certificate_nobody_vouches_for) {
  testing::SmtpServer server(with_tls());
  SmtpSettings stranger = settings(server);
  const http::testing::TestCertificate other("localhost");
  stranger.ca_file = other.paths().certificate_chain;
  EXPECT_FALSE(send(std::move(stranger)));
}

TEST_F(SmtpClientTest, says_who_it_is) {
  testing::SmtpServer server(with_tls({"--user", "coffer", "correct horse"}));
  SmtpSettings known = settings(server);
  known.username = "coffer";
  known.password = SecretBytes::copy_of("correct horse");
  ASSERT_TRUE(send(std::move(known)));
  EXPECT_EQ(server.next_message()["user"], "coffer");
}

TEST_F(SmtpClientTest, a_wrong_password_is_a_failure_that_does_not_show_it) {
  testing::SmtpServer server(with_tls({"--user", "coffer", "correct horse"}));
  SmtpSettings wrong = settings(server);
  wrong.username = "coffer";
  wrong.password = SecretBytes::copy_of("battery staple");
  const Result<void> refused = send(std::move(wrong));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("battery"), std::string::npos);
}

TEST_F(SmtpClientTest, a_refusal_is_a_failure_until_the_relay_takes_it) {
  testing::SmtpServer server({"--refuse", "1"});
  const Result<void> refused = send(settings(server));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(send(settings(server)));
}

TEST_F(SmtpClientTest, nobody_at_the_other_end_is_a_failure) {
  SmtpSettings nobody;
  {
    const testing::SmtpServer gone;
    nobody = settings(gone);
  }
  EXPECT_EQ(send(std::move(nobody)).error().code, ErrorCode::kUnavailable);
}

TEST_F(SmtpClientTest, refuses_what_names_no_relay) {
  for (const char* url : {"", "http://localhost", "smtp://", "smtp://user:word@localhost", "smtp://localhost/path",
                          "file:///etc/passwd", "smtp://localhost?x=y"}) {
    SmtpSettings wrong;
    wrong.url = url;
    EXPECT_FALSE(send(std::move(wrong))) << url;
  }
}

}  // namespace
}  // namespace coffer::mail
