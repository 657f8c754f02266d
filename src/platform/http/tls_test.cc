#include "platform/http/tls.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/http/client.h"
#include "platform/http/testing/certificate.h"
#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using testing::echo;
using testing::FunctionHandler;
using testing::LoopbackServer;
using testing::TestCertificate;

class TlsTest : public ::testing::Test {
 protected:
  Result<ClientResponse> get(const LoopbackServer& server, const std::string& ca_file) {
    ClientSettings settings;
    settings.tls = {.ca_file = ca_file, .system_authorities = false};
    const auto client = make_client(settings, sleeper_, entropy_).value();
    ClientRequest request;
    request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/secure";
    return async::run_blocking(threads_.executor(), client->send(request));
  }

  async::IoThreads threads_{1};  // outlives the client, whose idle connections belong to it
  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  SeededEntropy entropy_{1};
  FunctionHandler handler_{echo};
  TestCertificate certificate_{"127.0.0.1"};
  std::shared_ptr<ServerTls> tls_ = ServerTls::load(certificate_.paths()).value();
};

TEST_F(TlsTest, serves_a_client_that_trusts_the_certificate) {
  const LoopbackServer server(handler_, {}, tls_);
  EXPECT_EQ(get(server, certificate_.paths().certificate_chain).value().body, "GET /secure\n");
}

TEST_F(TlsTest, is_not_trusted_without_its_authority) {
  const LoopbackServer server(handler_, {}, tls_);
  const TestCertificate other("127.0.0.1");
  EXPECT_EQ(get(server, other.paths().certificate_chain).error().code, ErrorCode::kUnavailable);
}

TEST_F(TlsTest, is_not_trusted_for_another_host) {
  const TestCertificate elsewhere("example.com");
  const LoopbackServer server(handler_, {}, ServerTls::load(elsewhere.paths()).value());
  EXPECT_EQ(get(server, elsewhere.paths().certificate_chain).error().code, ErrorCode::kUnavailable);
}

TEST_F(TlsTest, shows_a_renewed_certificate_to_new_connections) {
  const LoopbackServer server(handler_, {}, tls_);
  EXPECT_EQ(tls_->reload_if_changed(), Result<bool>(false));
  certificate_.renew("127.0.0.1");
  EXPECT_FALSE(get(server, certificate_.paths().certificate_chain).has_value());
  EXPECT_EQ(tls_->reload_if_changed(), Result<bool>(true));
  EXPECT_TRUE(get(server, certificate_.paths().certificate_chain).has_value());
}

TEST_F(TlsTest, keeps_the_old_certificate_when_the_new_one_is_broken) {
  const LoopbackServer server(handler_, {}, tls_);
  const auto kept = tls_->context();
  std::ofstream(certificate_.paths().certificate_chain) << "broken";
  EXPECT_FALSE(tls_->reload_if_changed().has_value());
  EXPECT_EQ(tls_->context(), kept);
}

TEST_F(TlsTest, is_not_loaded_with_a_key_that_does_not_belong_to_it) {
  const TestCertificate other("127.0.0.1");
  EXPECT_FALSE(ServerTls::load({.certificate_chain = certificate_.paths().certificate_chain,
                                .private_key = other.paths().private_key})
                   .has_value());
}

TEST_F(TlsTest, gives_no_answer_to_plain_text) {
  const LoopbackServer server(handler_, {}, tls_);
  testing::RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read_all().find("HTTP/1.1"), std::string::npos);
}

}  // namespace
}  // namespace coffer::http
