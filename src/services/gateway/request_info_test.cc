#include "services/gateway/request_info.h"

#include <gtest/gtest.h>

namespace coffer::gateway {
namespace {

class RequestInfoTest : public ::testing::Test {
 protected:
  RequestInfo describe(http::Headers headers, std::string from = "198.51.100.7") {
    http::Request request;
    request.headers = std::move(headers);
    request.client_ip = std::move(from);
    return describe_request(request, settings_, clock_, entropy_).value();
  }

  Settings settings_;
  ManualClock clock_{Time{std::chrono::seconds{1000}}};
  SeededEntropy entropy_{1};
};

TEST_F(RequestInfoTest, takes_over_a_request_id_of_the_allowed_form) {
  EXPECT_EQ(describe({{"X-Request-Id", "a-B_9"}}).request_id, "a-B_9");
  EXPECT_EQ(describe({{"X-Request-Id", std::string(64, 'x')}}).request_id, std::string(64, 'x'));
}

TEST_F(RequestInfoTest, makes_a_request_id_in_place_of_any_other) {
  for (const std::string& id :
       {std::string{}, std::string(65, 'x'), std::string("a b"), std::string("a\"b"), std::string("\xc3\xa4")})
    EXPECT_NE(describe({{"X-Request-Id", id}}).request_id, id);
}

TEST_F(RequestInfoTest, continues_the_callers_trace) {
  const auto info = describe({{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  EXPECT_EQ(info.traceparent.substr(0, 36), "00-4bf92f3577b34da6a3ce929d0e0e4736-");
  EXPECT_NE(info.traceparent.substr(36, 16), "00f067aa0ba902b7");
}

TEST_F(RequestInfoTest, believes_forwarded_headers_of_trusted_proxies_only) {
  const http::Headers forwarded{{"X-Forwarded-For", "10.9.9.9, 203.0.113.5"}, {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(describe(forwarded).client_ip, "198.51.100.7");
  EXPECT_FALSE(describe(forwarded).tls);
  settings_.trusted_proxies = {"198.51.100.7"};
  EXPECT_EQ(describe(forwarded).client_ip, "203.0.113.5");
  EXPECT_TRUE(describe(forwarded).tls);
}

}  // namespace
}  // namespace coffer::gateway
