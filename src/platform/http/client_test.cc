#include "platform/http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using namespace std::chrono_literals;
using testing::FunctionHandler;
using testing::LoopbackServer;

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    ClientSettings settings;
    settings.retry_delay = 1ms;
    client_ = make_client(settings, sleeper_, entropy_).value();
  }

  ClientRequest get(std::string_view path) const {
    ClientRequest request;
    request.url = server_.url(path);
    return request;
  }

  awaitable<Response> answer(Request request) {
    ++calls_;
    Response response = co_await testing::echo(request);
    if (request.path == "/slow") (void)co_await server_.sleeper().sleep_for(1h);
    if (request.path == "/large") response.body.assign(100'000, 'x');
    if (request.path == "/flaky") response.status = calls_ < 3 ? 503 : 200;
    if (request.path == "/redirect") {
      response.status = 302;
      response.headers.add("Location", request.query.empty() ? "/target" : request.query);
    }
    co_return response;
  }

  awaitable<std::size_t> connections_after(int count) {
    for (int i = 0; i < count; ++i) (void)co_await client_->send(get("/"));
    co_return server_.server().connections();
  }

  Result<ClientResponse> send(ClientRequest request) {
    return async::run_blocking(threads_.executor(), client_->send(std::move(request)));
  }

  std::atomic<int> calls_ = 0;
  FunctionHandler handler_{[this](Request request) { return answer(std::move(request)); }};
  LoopbackServer server_{handler_};
  async::IoThreads threads_;
  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  SeededEntropy entropy_{1};
  std::unique_ptr<Client> client_;
};

TEST_F(ClientTest, sends_and_receives) {
  ClientRequest request = get("/a?b");
  request.method = Method::kPost;
  request.body = "hello";
  const auto response = send(std::move(request)).value();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("content-type"), "text/plain");
  EXPECT_EQ(response.body, "POST /a?b\nhello");
}

TEST_F(ClientTest, uses_one_connection_for_calls_in_a_row) {
  EXPECT_EQ(async::run_blocking(threads_.executor(), connections_after(10)), 1U);
}

TEST_F(ClientTest, gives_up_at_the_deadline) {
  ClientRequest request = get("/slow");
  request.timeout = 50ms;
  EXPECT_EQ(send(std::move(request)).error(), async::deadline_exceeded());
}

TEST_F(ClientTest, refuses_an_answer_that_is_too_large) {
  ClientRequest request = get("/large");
  request.max_response_bytes = 99'999;
  EXPECT_EQ(send(std::move(request)).error().code, ErrorCode::kPayloadTooLarge);
}

TEST_F(ClientTest, repeats_an_idempotent_call_when_the_server_is_busy) {
  ClientRequest request = get("/flaky");
  request.idempotent = true;
  EXPECT_EQ(send(std::move(request)).value().status, 200);
  EXPECT_EQ(calls_, 3);
}

TEST_F(ClientTest, never_repeats_a_call_that_is_not_idempotent) {
  EXPECT_EQ(send(get("/flaky")).value().status, 503);
  EXPECT_EQ(calls_, 1);
}

TEST_F(ClientTest, follows_redirects_as_far_as_allowed) {
  EXPECT_EQ(send(get("/redirect")).value().status, 302);
  ClientRequest request = get("/redirect");
  request.max_redirects = 1;
  EXPECT_EQ(send(request).value().body, "GET /target\n");
  request.url = server_.url("/redirect?/redirect");
  EXPECT_FALSE(send(request).has_value());
}

TEST_F(ClientTest, says_unavailable_where_nobody_listens) {
  ClientRequest request = get("/");
  server_.stop(1s);
  EXPECT_EQ(send(std::move(request)).error().code, ErrorCode::kUnavailable);
}

TEST_F(ClientTest, refuses_urls_that_are_not_http) {
  ClientRequest request;
  request.url = "file:///etc/passwd";
  EXPECT_EQ(send(std::move(request)).error().code, ErrorCode::kValidation);
}

TEST_F(ClientTest, does_not_send_headers_with_line_breaks) {
  ClientRequest request = get("/");
  request.headers.add("X-Bad", "a\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x");
  EXPECT_EQ(send(std::move(request)).value().body, "GET /\n");
  EXPECT_EQ(calls_, 1);
}

TEST_F(ClientTest, does_not_reach_private_addresses_for_users) {
  for (const std::string& host : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    ClientRequest request;
    request.url = "http://" + host + ":" + std::to_string(server_.port()) + "/";
    request.reach = Reach::kPublicOnly;
    EXPECT_FALSE(send(std::move(request)).has_value()) << host;
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(ClientTest, does_not_use_an_unguarded_connection_for_users) {
  EXPECT_TRUE(send(get("/")).has_value());
  ClientRequest request = get("/");
  request.reach = Reach::kPublicOnly;
  EXPECT_EQ(send(std::move(request)).error().code, ErrorCode::kValidation);
}

}  // namespace
}  // namespace coffer::http
