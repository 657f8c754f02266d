#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/async/event.h"
#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using namespace std::chrono_literals;
using testing::echo;
using testing::FunctionHandler;
using ::testing::HasSubstr;
using testing::LoopbackServer;
using testing::RawClient;
using ::testing::StartsWith;

ServerSettings tight() {
  ServerSettings settings;
  settings.max_header_bytes = 1024;
  settings.max_body_bytes = 1024;
  settings.header_timeout = 200ms;
  settings.body_timeout = 200ms;
  settings.idle_timeout = 300ms;
  return settings;
}

class ServerLimitsTest : public ::testing::Test {
 protected:
  std::string answer_to(std::string_view bytes) {
    RawClient client(server_.port());
    client.send(bytes);
    return client.read_all();
  }

  FunctionHandler handler_{echo};
  LoopbackServer server_{handler_, tight()};
};

TEST_F(ServerLimitsTest, refuses_a_large_header_with_431) {
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(2000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerLimitsTest, refuses_a_header_without_end_with_431) {
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x')), StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerLimitsTest, refuses_a_large_body_by_its_announced_length_with_413) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerLimitsTest, refuses_a_large_chunked_body_with_413) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n500\r\n" +
                        std::string(0x500, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerLimitsTest, takes_a_body_of_exactly_the_limit) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1024\r\n\r\n" +
                        std::string(1024, 'x')),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerLimitsTest, refuses_an_endless_chunk_extension) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(9000, 'x')),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerLimitsTest, gives_up_on_a_slow_header_with_408) {
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: x\r\n"), StartsWith("HTTP/1.1 408 "));
}

TEST_F(ServerLimitsTest, a_byte_now_and_then_does_not_extend_the_time_of_a_header) {
  RawClient client(server_.port());
  for (int i = 0; i < 20; ++i) {
    client.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "x");
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(ServerLimitsTest, gives_up_on_a_slow_body_with_408) {
  EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"), StartsWith("HTTP/1.1 408 "));
}

TEST_F(ServerLimitsTest, closes_an_idle_connection_in_silence) {
  RawClient client(server_.port());
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerLimitsTest, refuses_what_can_be_read_in_two_ways) {
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  for (const std::string& request :
       {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", post + "Content-Length: +5\r\n\r\nhello",
        post + "Content-Length: 5, 5\r\n\r\nhello", post + "Content-Length: 0x5\r\n\r\nhello",
        post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", post + "X: a\r\n b\r\n\r\n", post + "X: a\nY: b\r\n\r\n",
        post + "X: a\rY: b\r\n\r\n", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        std::string("POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), std::string("GET / HTTP/1.1\r\n\r\n"),
        std::string("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        std::string("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"), std::string("GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        std::string("GET a HTTP/1.1\r\nHost: x\r\n\r\n")})
    EXPECT_THAT(answer_to(request), StartsWith("HTTP/1.1 400 ")) << request;
}

TEST_F(ServerLimitsTest, refuses_unknown_transfer_codings_with_501) {
  for (const std::string_view coding : {"gzip", "gzip, chunked", "identity", "chunked, chunked", "xchunked"})
    EXPECT_THAT(
        answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + std::string(coding) + "\r\n\r\n0\r\n\r\n"),
        StartsWith("HTTP/1.1 501 "))
        << coding;
}

TEST_F(ServerLimitsTest, refuses_broken_chunks) {
  for (const std::string_view chunks : {"5\r\nhello0\r\n\r\n", "x\r\nhello\r\n0\r\n\r\n", "-1\r\nhello\r\n0\r\n\r\n",
                                        "5\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n"})
    EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunks)),
                StartsWith("HTTP/1.1 4"))
        << chunks;
}

TEST_F(ServerLimitsTest, refuses_other_expectations_with_417) {
  EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\n\r\n"), StartsWith("HTTP/1.1 417 "));
}

ServerSettings at_most(std::size_t connections) {
  ServerSettings settings;
  settings.max_connections = connections;
  return settings;
}

TEST(ServerBodies, take_no_more_memory_together_than_the_limit_the_oldest_go) {
  FunctionHandler handler{echo};
  ServerSettings settings;
  settings.max_unfinished_bytes = 10'000;
  const LoopbackServer server(handler, settings);
  const std::string half = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6000\r\n\r\n" + std::string(4000, 'x');
  RawClient oldest(server.port());
  oldest.send(half);
  RawClient second(server.port());
  second.send(half);
  RawClient third(server.port());
  third.send(half);
  EXPECT_TRUE(oldest.is_closed());
  for (RawClient* const kept : {&second, &third}) {
    kept->send(std::string(2000, 'x'));
    EXPECT_THAT(kept->read_until("xx"), StartsWith("HTTP/1.1 200 "));
  }
}

/// Answers after `go` was raised.
awaitable<Response> answer_at(async::Event& go) {
  (void)co_await go.wait(0);
  co_return Response{};
}

TEST(ServerConnections, are_no_more_than_the_limit_while_all_are_at_work) {
  async::Event go;
  async::Event begun;
  FunctionHandler handler([&begun, &go](Request) {
    begun.notify();
    return answer_at(go);
  });
  const LoopbackServer server(handler, at_most(1));
  RawClient busy(server.port());
  busy.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  async::run_blocking(begun.wait(0)).value();
  RawClient second(server.port());
  EXPECT_TRUE(second.is_closed());
  go.notify();
  EXPECT_THAT(busy.read_all(), StartsWith("HTTP/1.1 200 "));
}

TEST(ServerConnections, give_way_to_new_ones_when_they_have_waited_longest_for_their_client) {
  FunctionHandler handler{echo};
  const LoopbackServer server(handler, at_most(2));
  RawClient silent(server.port());
  RawClient slow(server.port());
  slow.send("GET /half HTTP/1.1\r\n");
  RawClient third(server.port());
  third.send("GET /third HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(third.read_until("/third\n"), HasSubstr("200 OK"));
  EXPECT_TRUE(silent.is_closed());
  RawClient fourth(server.port());
  fourth.send("GET /fourth HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(fourth.read_until("/fourth\n"), HasSubstr("200 OK"));
  EXPECT_TRUE(slow.is_closed());
}

}  // namespace
}  // namespace coffer::http
