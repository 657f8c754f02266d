#include "platform/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using namespace std::chrono_literals;
using testing::echo;
using testing::FunctionHandler;
using ::testing::HasSubstr;
using testing::LoopbackServer;
using ::testing::Not;
using testing::RawClient;
using ::testing::StartsWith;

class ServerTest : public ::testing::Test {
 protected:
  FunctionHandler handler_{echo};
};

TEST_F(ServerTest, answers_a_request) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nGET /a?b=c\n"));
}

TEST_F(ServerTest, keeps_the_connection_for_further_requests) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
  client.read_until("/one\n");
  client.send("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_THAT(client.read_until("hello"), HasSubstr("POST /two\nhello"));
}

TEST_F(ServerTest, answers_pipelined_requests_in_order) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(requests + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  std::size_t from = 0;
  for (int i = 0; i < 50; ++i) {
    from = answer.find("GET /" + std::to_string(i) + "\n", from);
    ASSERT_NE(from, std::string::npos) << i;
  }
  EXPECT_NE(answer.find("GET /last\n", from), std::string::npos);
}

TEST_F(ServerTest, reads_chunked_bodies) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  client.send("5\r\nhello\r\n1;name=value\r\n \r\n5\r\nworld\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_THAT(client.read_all(), HasSubstr("POST /\nhello world"));
}

TEST_F(ServerTest, says_continue_to_a_client_that_waits_for_it) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n"));
  client.send("hello");
  EXPECT_THAT(client.read_until("hello"), HasSubstr("HTTP/1.1 200 OK"));
}

TEST_F(ServerTest, sends_no_body_to_head) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, closes_after_an_http_1_0_request) {
  const LoopbackServer server(handler_);
  RawClient client(server.port());
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.read_all(), HasSubstr("Connection: close\r\n"));
}

awaitable<Response> throws(Request) {
  throw std::logic_error("a bug");
  co_return Response{};
}

TEST_F(ServerTest, answers_500_when_a_handler_throws_and_says_no_more) {
  FunctionHandler handler(throws);
  LoopbackServer server(handler);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(answer, Not(HasSubstr("a bug")));
  EXPECT_THAT(server.errors(), HasSubstr("a bug"));
}

awaitable<Response> splits_headers(Request) {
  Response response;
  response.headers.add("X-Bad", "a\r\nSet-Cookie: stolen=1");
  co_return response;
}

TEST_F(ServerTest, never_sends_a_header_with_a_line_break) {
  FunctionHandler handler(splits_headers);
  const LoopbackServer server(handler);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.read_all(), Not(HasSubstr("stolen")));
}

TEST_F(ServerTest, sends_large_bodies_whole) {
  FunctionHandler handler([](Request) -> awaitable<Response> {
    Response response;
    response.shared_body = std::make_shared<const std::string>(3'000'000, 'x');
    co_return response;
  });
  const LoopbackServer server(handler);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.read_all().ends_with("\r\n\r\n" + std::string(3'000'000, 'x')));
}

awaitable<Response> answer_slowly(async::Sleeper& sleeper) {
  (void)co_await sleeper.sleep_for(200ms);
  Response response;
  response.body = "slow";
  co_return response;
}

TEST_F(ServerTest, finishes_what_was_begun_when_it_stops) {
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  FunctionHandler handler([&sleeper](Request) { return answer_slowly(sleeper); });
  LoopbackServer server(handler);
  RawClient idle(server.port());
  RawClient busy(server.port());
  busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(50ms);
  server.stop(5s);
  const std::string answer = busy.read_all();
  EXPECT_TRUE(answer.ends_with("slow"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_TRUE(idle.is_closed());
  EXPECT_EQ(server.server().connections(), 0U);
  EXPECT_FALSE(RawClient(server.port()).connected());
}

TEST_F(ServerTest, fails_to_start_where_another_listens) {
  const LoopbackServer server(handler_);
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  async::IoThreads threads;
  ServerSettings settings;
  settings.port = server.port();
  Server second(settings, threads, sleeper, handler_, nullptr, nullptr);
  EXPECT_EQ(second.start().error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace coffer::http
