#include "platform/http/web_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/client.h"
#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using namespace std::chrono_literals;
using testing::FunctionHandler;
using testing::LoopbackServer;
using testing::RawClient;
using ::testing::StartsWith;

awaitable<void> echo_messages(WebSocket& socket) {
  while (true) {
    auto message = co_await socket.receive();
    if (!message || *message == "enough") co_return;
    (void)co_await socket.send(*std::move(message));
  }
}

awaitable<Response> upgrade(Request request) {
  Response response;
  if (is_websocket_upgrade(request)) {
    response.session = echo_messages;
    response.session_settings.max_message_bytes = 1000;
    response.headers.add("X-Request-Id", "abc");
  } else {
    response.status = 426;
  }
  co_return response;
}

class WebSocketTest : public ::testing::Test {
 protected:
  Client::WebSocketRequest request() const {
    Client::WebSocketRequest out;
    out.url = "ws://127.0.0.1:" + std::to_string(server_.port()) + "/";
    return out;
  }

  awaitable<std::vector<std::string>> exchange(std::vector<std::string> messages) {
    std::vector<std::string> answers;
    auto socket = co_await client_->open_websocket(request());
    if (!socket) co_return answers;
    for (auto& message : messages) {
      (void)co_await (*socket)->send(std::move(message));
      if (auto answer = co_await (*socket)->receive()) answers.push_back(*std::move(answer));
    }
    co_await (*socket)->close(1000, "done");
    co_return answers;
  }

  awaitable<Result<std::string>> receive_while_the_server_stops() {
    CO_TRY(const auto socket, co_await client_->open_websocket(request()));
    std::jthread stopping([this] { server_.stop(5s); });
    co_return co_await socket->receive();
  }

  async::IoThreads threads_;
  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  SeededEntropy entropy_{1};
  FunctionHandler handler_{upgrade};
  LoopbackServer server_{handler_};
  std::unique_ptr<Client> client_ = make_client({}, sleeper_, entropy_).value();
};

TEST_F(WebSocketTest, carries_messages_both_ways) {
  EXPECT_EQ(async::run_blocking(threads_.executor(), exchange({"one", "two", std::string(1000, 'x')})),
            (std::vector<std::string>{"one", "two", std::string(1000, 'x')}));
}

TEST_F(WebSocketTest, is_closed_on_a_message_that_is_too_large) {
  EXPECT_EQ(async::run_blocking(threads_.executor(), exchange({"one", std::string(1001, 'x'), "two"})),
            std::vector<std::string>{"one"});
}

TEST_F(WebSocketTest, ends_when_its_session_returns) {
  EXPECT_EQ(async::run_blocking(threads_.executor(), exchange({"one", "enough", "two"})),
            std::vector<std::string>{"one"});
}

TEST_F(WebSocketTest, ends_when_the_server_stops) {
  EXPECT_FALSE(async::run_blocking(threads_.executor(), receive_while_the_server_stops()).has_value());
}

TEST_F(WebSocketTest, is_not_opened_where_none_is_served) {
  FunctionHandler plain(testing::echo);
  const LoopbackServer server(plain);
  Client::WebSocketRequest request;
  request.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/";
  EXPECT_EQ(async::run_blocking(threads_.executor(), client_->open_websocket(request)).error().code,
            ErrorCode::kUnavailable);
}

// The key and its answer are those of RFC 6455 section 1.3.
TEST_F(WebSocketTest, answers_the_handshake_of_the_standard_with_the_handlers_headers) {
  RawClient client(server_.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  const std::string answer = client.read_until("\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(answer, ::testing::HasSubstr("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  EXPECT_THAT(answer, ::testing::HasSubstr("X-Request-Id: abc"));
}

}  // namespace
}  // namespace coffer::http
