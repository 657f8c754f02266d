#include "platform/http/client.h"
#include "platform/http/testing/loopback.h"
#include "services/gateway/testing/gateway_fixture.h"

namespace coffer::gateway {
namespace {

using namespace std::chrono_literals;
using http::testing::LoopbackServer;
using http::testing::RawClient;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// The value of `name=value;` in what the notes service is given.
std::string parameter(const std::string& text, const std::string& name) {
  const auto at = text.find(name + "=");
  return at == std::string::npos ? "" : text.substr(at + name.size() + 1, text.find(';', at) - at - name.size() - 1);
}

class GatewayStreamsTest : public testing::GatewayTest {
 protected:
  GatewayStreamsTest() {
    notes_.answer = [this](const CallContext&, std::string asked) { return next_event(std::move(asked)); };
  }

  /// Events 1 to 3 follow one another; without a cursor from now, which is 1.
  awaitable<Result<std::string>> next_event(std::string asked) {
    const std::string cursor = parameter(asked, "cursor");
    if (parameter(asked, "topics") == "bad") co_return fail(invalid_field("topics", "topics must be known"));
    if (cursor.empty()) co_return "1";
    const int next = std::stoi(cursor) + 1;
    if (next <= 3) co_return std::to_string(next) + R"( {"number":)" + std::to_string(next) + "}";
    (void)co_await sleeper_.sleep_for(5ms);
    co_return cursor;
  }

  std::string subscribe(const LoopbackServer& server, const std::string& query, std::string_view until,
                        const std::string& headers = {}) {
    RawClient client(server.port());
    client.send("GET /v1/events" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token() + "\r\n" +
                headers + "\r\n");
    return client.read_until(until);
  }

  awaitable<std::vector<std::string>> receive(http::Client& client, std::string url, http::Headers headers) {
    std::vector<std::string> messages;
    http::Client::WebSocketRequest request;
    request.url = std::move(url);
    request.headers = std::move(headers);
    auto socket = co_await client.open_websocket(std::move(request));
    if (!socket) co_return messages;
    for (int i = 0; i < 2; ++i)
      if (auto message = co_await (*socket)->receive()) messages.push_back(*std::move(message));
    identity_.ended.insert("session-1");
    // The session ended: nothing more comes, the stream closes.
    if (auto message = co_await (*socket)->receive()) messages.push_back("unexpected");
    co_return messages;
  }
};

TEST_F(GatewayStreamsTest, sends_what_followed_the_cursor_as_events) {
  const LoopbackServer server(gateway());
  const std::string text = subscribe(server, "?cursor=1", "{\"number\":3}");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(text, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(text, HasSubstr("id: 2\nevent: note.made\ndata: {\"number\":2}\n\n"));
}

TEST_F(GatewayStreamsTest, goes_on_from_the_last_event_id) {
  const LoopbackServer server(gateway());
  const std::string text = subscribe(server, "", "{\"number\":3}", "Last-Event-ID: 2\r\n");
  EXPECT_EQ(text.find("\"number\":2"), std::string::npos);
}

TEST_F(GatewayStreamsTest, sends_a_comment_when_nothing_happens) {
  const LoopbackServer server(gateway());
  EXPECT_THAT(subscribe(server, "?cursor=3", ": \n\n"), HasSubstr(": \n\n"));
}

TEST_F(GatewayStreamsTest, answers_wrong_parameters_before_it_streams) {
  EXPECT_EQ(error_of(get("/v1/events?topics=bad", signed_in())).at("details").at("field"), "topics");
  EXPECT_EQ(get("/v1/events?wait_ms=9", signed_in()).status, 400);
  EXPECT_EQ(get("/v1/events").status, 401);
  EXPECT_EQ(get("/v1/stream", signed_in()).status, 400);
  EXPECT_EQ(post("/v1/events", "{}", signed_in()).status, 405);
}

TEST_F(GatewayStreamsTest, carries_events_over_a_websocket_until_the_session_ends) {
  const LoopbackServer server(gateway());
  const auto client = http::make_client({}, sleeper_, entropy_).value();
  const std::string url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/v1/stream?cursor=1";
  EXPECT_EQ(run(receive(*client, url, signed_in())), (std::vector<std::string>{"{\"number\":2}", "{\"number\":3}"}));
}

TEST_F(GatewayStreamsTest, opens_no_websocket_for_a_page_of_another_site) {
  const LoopbackServer server(gateway());
  const auto client = http::make_client({}, sleeper_, entropy_).value();
  const std::string url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/v1/stream?cursor=1";
  const std::string cookie = "coffer_access=" + token();
  EXPECT_TRUE(run(receive(*client, url, {{"Cookie", cookie}, {"Origin", "https://evil.test"}})).empty());
}

}  // namespace
}  // namespace coffer::gateway
