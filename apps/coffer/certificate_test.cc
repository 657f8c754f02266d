#include "apps/coffer/certificate.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/async/run_blocking.h"
#include "platform/http/testing/certificate.h"

namespace coffer::app {
namespace {

class Lines final : public telemetry::LogSink {
 public:
  void write(std::string_view line) override { text += std::string(line) + '\n'; }
  std::string text;
};

/// Time that passes at once, so many times.
class Looks final : public async::Sleeper {
 public:
  explicit Looks(int count) : left_(count) {}
  awaitable<Result<void>> sleep_for(Duration) override {
    if (left_-- == 0) co_return fail(async::cancelled());
    co_return Result<void>();
  }
  awaitable<Result<void>> sleep_until(Time) override { co_return fail(async::cancelled()); }

 private:
  int left_;
};

class CertificateTest : public ::testing::Test {
 protected:
  void look(int times = 1) {
    Looks looks(times);
    EXPECT_FALSE(async::run_blocking(
        keep_certificate_current(*tls_, looks, telemetry::Log(clock_, lines_, telemetry::Level::kInfo))));
  }

  SystemClock clock_;
  Lines lines_;
  http::testing::TestCertificate certificate_{"localhost"};
  std::shared_ptr<http::ServerTls> tls_ = *http::ServerTls::load(certificate_.paths());
};

TEST_F(CertificateTest, stays_while_its_files_stay) {
  const auto before = tls_->context();
  look(3);
  EXPECT_EQ(tls_->context(), before);
  EXPECT_EQ(lines_.text, "");
}

TEST_F(CertificateTest, is_taken_up_when_its_files_are_replaced) {
  const auto before = tls_->context();
  certificate_.renew("localhost");
  look(2);
  EXPECT_NE(tls_->context(), before);
  EXPECT_NE(lines_.text.find("the certificate was renewed"), std::string::npos);
}

TEST_F(CertificateTest, stays_when_the_new_one_cannot_be_used) {
  const auto before = tls_->context();
  std::ofstream(certificate_.paths().certificate_chain) << "not a certificate\n";
  look();
  EXPECT_EQ(tls_->context(), before);
  EXPECT_NE(lines_.text.find("the certificate cannot be renewed"), std::string::npos);
}

}  // namespace
}  // namespace coffer::app
