#include "services/streams/streams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "platform/sql/testing/engines.h"
#include "services/streams/testing.h"

namespace coffer::streams {
namespace {

using ::testing::ElementsAre;

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// Time that never passes: what goes on was woken, not looked for.
class Endless final : public async::Sleeper {
 public:
  awaitable<Result<void>> sleep_for(Duration) override { return never_.wait(never_.version()); }
  awaitable<Result<void>> sleep_until(Time) override { return never_.wait(never_.version()); }

 private:
  async::Event never_;
};

class StreamsTest : public sql::testing::OnEveryEngine {
 protected:
  StreamsTest() : OnEveryEngine({migrations()}) {
    EXPECT_TRUE(run(sql::migrate(database(), outbox_.migrations())));
    EXPECT_TRUE(run(sql::migrate(database(), inbox_.migrations())));
    // Real heads come when there is one; nothing in these tests lives long enough to see the next.
    chains_.heads = [](const chains::v1::WatchHeadsRequest&) { return fail(testing::not_asked()); };
  }

  /// The transactions service commits a change of status.
  void change_status(const std::string& id, const std::string& status, const std::string& owner = "alice") {
    const std::string data = R"({"id":")" + id + R"(","status":")" + status + R"(","owner":")" + owner + R"("})";
    ASSERT_TRUE(run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
      events::Event event{.type = "transaction.status_changed", .key = id, .data = data};
      CO_CHECK(co_await outbox_.append(transaction, std::move(event)));
      co_return Result<void>();
    })));
  }
  /// The events that are committed now reach the log.
  void deliver() { ASSERT_TRUE(run(relay_.deliver_due())); }

  static CallContext call_of(const std::string& user) {
    CallContext call;
    call.principal = {.kind = Principal::Kind::kUser, .id = user, .session_id = {}, .roles = {"user"}, .scopes = {}};
    return call;
  }
  Result<v1::ListEventsReply> list(v1::ListEventsRequest request, const std::string& user = "alice") {
    return run(streams_.list_events(call_of(user), std::move(request)));
  }
  static v1::ListEventsRequest after(const std::string& cursor, const std::string& topic = "") {
    v1::ListEventsRequest request;
    request.set_cursor(cursor);
    if (!topic.empty()) request.add_topics(topic);
    return request;
  }
  static std::vector<std::string> data_of(const v1::ListEventsReply& reply) {
    std::vector<std::string> out;
    for (const auto& event : reply.events()) out.push_back(event.data());
    return out;
  }

  SystemClock clock_;
  SeededEntropy entropy_{1};
  async::SteadySleeper sleeper_{clock_};
  Silent sink_;
  telemetry::Log log_{clock_, sink_, telemetry::Level::kError};
  testing::ScriptedChains chains_;
  events::Outbox outbox_{"transactions", clock_, entropy_};
  events::Inbox inbox_{"streams", clock_};
  telemetry::Metrics metrics_;
  Store store_{database()};
  Listeners listeners_;
  Dependencies dependencies(events::Relay& relay, async::Sleeper& sleeper) {
    return {.database = database(),
            .chains = chains_,
            .relays = {&relay},
            .inbox = inbox_,
            .clock = clock_,
            .sleeper = sleeper};
  }
  events::Relay relay_{database(), outbox_, clock_, sleeper_, {}, log_, metrics_};
  Streams streams_{dependencies(relay_, sleeper_), {}, log_};
};

TEST_P(StreamsTest, without_a_cursor_answers_where_now_is) {
  change_status("t1", "queued");
  deliver();
  const auto reply = *list({});
  EXPECT_EQ(reply.events_size(), 0);
  change_status("t1", "signed");
  deliver();
  EXPECT_THAT(data_of(*list(after(reply.cursor()))), ElementsAre(R"({"id":"t1","status":"signed"})"));
}

TEST_P(StreamsTest, with_a_cursor_answers_exactly_what_followed) {
  for (const char* status : {"queued", "signed", "submitted"}) change_status("t1", status);
  deliver();
  const auto all = *list(after("0"));
  ASSERT_EQ(all.events_size(), 3);
  EXPECT_EQ(all.events(0).topic(), "transactions");
  EXPECT_EQ(all.events(0).type(), "transaction.status_changed");
  EXPECT_GT(all.events(0).time().seconds(), 0);
  const auto rest = *list(after(all.events(0).cursor()));
  EXPECT_THAT(data_of(rest), ElementsAre(R"({"id":"t1","status":"signed"})", R"({"id":"t1","status":"submitted"})"));
  EXPECT_EQ(list(after(rest.cursor()))->events_size(), 0);
}

TEST_P(StreamsTest, nobody_hears_of_another_users_transactions) {
  change_status("t1", "queued", "bob");
  deliver();
  EXPECT_EQ(list(after("0"))->events_size(), 0);
  EXPECT_EQ(list(after("0"), "bob")->events_size(), 1);
}

TEST_P(StreamsTest, an_event_that_comes_twice_is_told_once) {
  change_status("t1", "queued");
  deliver();
  ASSERT_TRUE(run(relay_.replay("streams", 0)));
  deliver();
  EXPECT_EQ(list(after("0"))->events_size(), 1);
}

TEST_P(StreamsTest, refuses_a_cursor_that_is_not_its_own) {
  for (const char* cursor : {"elsewhere", "-1", "01", "1 ", "7", "99999999999999999999"}) {
    const auto reply = list(after(cursor));
    ASSERT_FALSE(reply) << cursor;
    EXPECT_EQ(reply.error().code, ErrorCode::kValidation);
    EXPECT_EQ(reply.error().details.at("field"), "cursor");
  }
}

TEST_P(StreamsTest, waits_no_longer_than_it_is_told) {
  v1::ListEventsRequest request = after("0");
  request.set_wait_ms(5);
  EXPECT_EQ(list(std::move(request))->events_size(), 0);
}

TEST_P(StreamsTest, answers_a_limited_number) {
  for (int i = 0; i < 3; ++i) change_status("t" + std::to_string(i), "queued");
  deliver();
  v1::ListEventsRequest request = after("0");
  request.set_limit(2);
  const auto first = *list(request);
  EXPECT_EQ(first.events_size(), 2);
  EXPECT_THAT(data_of(*list(after(first.cursor()))), ElementsAre(R"({"id":"t2","status":"queued"})"));
}

TEST_P(StreamsTest, a_commit_in_an_outbox_wakes_who_waits) {
  Endless endless;
  events::Relay relay(database(), outbox_, clock_, endless, {}, log_, metrics_);
  Streams streams(dependencies(relay, endless), {}, log_);
  async::TaskGroup tasks(context().get_executor(), [](std::string_view, const Error&) {});
  streams.start(tasks);
  tasks.spawn("relay", relay.run());
  v1::ListEventsRequest request = after("0", "transactions");
  request.set_wait_ms(30'000);
  auto waiting = boost::asio::co_spawn(context(), streams.list_events(call_of("alice"), std::move(request)),
                                       boost::asio::use_future);
  change_status("t1", "queued");
  const auto reply = sql::testing::finish(context(), waiting);
  ASSERT_TRUE(reply);
  EXPECT_THAT(data_of(*reply), ElementsAre(R"({"id":"t1","status":"queued"})"));
  tasks.cancel();
  auto ended = boost::asio::co_spawn(context(), tasks.join(), boost::asio::use_future);
  sql::testing::finish(context(), ended);
}

TEST_P(StreamsTest, heads_go_to_everybody_once_each) {
  chains_.heads = [](const chains::v1::WatchHeadsRequest& request) {
    chains::v1::WatchHeadsReply reply;
    reply.set_sequence(8);
    if (request.after_sequence() == 8) return reply;
    auto* head = reply.add_changes()->mutable_head();
    head->set_number(12);
    head->set_hash("0xab");
    return reply;
  };
  HeadRecorder recorder("ethereum", chains_, store_, listeners_, clock_, sleeper_, log_);
  ASSERT_TRUE(run(recorder.follow(std::chrono::milliseconds(0))));
  ASSERT_TRUE(run(recorder.follow(std::chrono::milliseconds(0))));
  for (const char* user : {"alice", "bob"}) {
    const auto reply = *list(after("0", "heads"), user);
    EXPECT_THAT(data_of(reply), ElementsAre(R"({"hash":"0xab","network":"ethereum","number":12})"));
    EXPECT_EQ(reply.events(0).type(), "head.changed");
  }
  EXPECT_EQ(list(after("0", "transactions"))->events_size(), 0);
}

TEST_P(StreamsTest, goes_on_when_the_chains_service_counts_anew) {
  std::int64_t sequence = 50;
  chains_.heads = [&](const chains::v1::WatchHeadsRequest&) {
    chains::v1::WatchHeadsReply reply;
    reply.set_sequence(sequence);
    return reply;
  };
  HeadRecorder recorder("ethereum", chains_, store_, listeners_, clock_, sleeper_, log_);
  ASSERT_TRUE(run(recorder.follow(std::chrono::milliseconds(0))));
  sequence = 20;
  ASSERT_TRUE(run(recorder.follow(std::chrono::milliseconds(0))));
  EXPECT_EQ(*run(store_.position("heads/ethereum")), 20);
}

COFFER_ON_EVERY_ENGINE(StreamsTest);

}  // namespace
}  // namespace coffer::streams
