#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/testing/loopback.h"

namespace coffer::http {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using testing::FunctionHandler;
using ::testing::HasSubstr;
using testing::LoopbackServer;
using testing::RawClient;

constexpr char kGet[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

awaitable<void> write_three(BodyWriter& writer) {
  for (const char* event : {"data: 1\n\n", "data: 2\n\n", "data: 3\n\n"}) (void)co_await writer.write(event);
}

awaitable<void> write_until_closed(BodyWriter& writer, async::Sleeper& sleeper, bool& ended) {
  while (co_await writer.write("data: x\n\n")) (void)co_await sleeper.sleep_for(10ms);
  ended = true;
}

awaitable<Response> stream_of(Response::Stream stream) {
  Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.stream = std::move(stream);
  co_return response;
}

TEST(Stream, is_sent_in_chunks_and_ends) {
  FunctionHandler handler([](Request) { return stream_of(write_three); });
  const LoopbackServer server(handler);
  RawClient client(server.port());
  client.send(kGet);
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n9\r\ndata: 3\n\n\r\n0\r\n\r\n"));
}

TEST(Stream, sends_its_head_before_the_first_event) {
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  const auto wait = [&sleeper](BodyWriter&) -> awaitable<void> { (void)co_await sleeper.sleep_for(1h); };
  FunctionHandler handler([&wait](Request) { return stream_of(wait); });
  LoopbackServer server(handler);
  RawClient client(server.port());
  client.send(kGet);
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("text/event-stream"));
}

TEST(Stream, notices_that_the_client_left) {
  bool ended = false;
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  FunctionHandler handler([&](Request) {
    return stream_of([&](BodyWriter& writer) { return write_until_closed(writer, sleeper, ended); });
  });
  LoopbackServer server(handler);
  {
    RawClient client(server.port());
    client.send(kGet);
    client.read_until("data: x", 2);
  }
  while (server.server().connections() > 0) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(ended);
}

TEST(Stream, ends_when_the_server_stops) {
  bool ended = false;
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  FunctionHandler handler([&](Request) {
    return stream_of([&](BodyWriter& writer) { return write_until_closed(writer, sleeper, ended); });
  });
  LoopbackServer server(handler);
  RawClient client(server.port());
  client.send(kGet);
  client.read_until("data: x", 2);
  server.stop(5s);
  EXPECT_THAT(client.read_all(), EndsWith("0\r\n\r\n"));
}

}  // namespace
}  // namespace coffer::http
