#include "services/streams/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/sql/testing/engines.h"

namespace coffer::streams {
namespace {

using ::testing::ElementsAre;

constexpr Time kNow = Time{std::chrono::seconds{1'700'000'000}};
const Filter kAlice{.owner = "alice"};

StreamEvent event(std::string owner, std::string_view topic, std::string data, Time at = kNow) {
  return {
      .owner = std::move(owner), .topic = std::string(topic), .type = "x.happened", .data = std::move(data), .at = at};
}

class StreamStoreTest : public sql::testing::OnEveryEngine {
 protected:
  StreamStoreTest() : OnEveryEngine({migrations()}), store(database()) {}

  std::optional<Recorded> record(std::int64_t from, std::int64_t to, std::vector<StreamEvent> events) {
    return *run(store.record("source", from, to, std::move(events)));
  }
  std::vector<std::string> data_after(Filter filter, std::int64_t seq, std::int64_t limit = 100) {
    std::vector<std::string> out;
    for (const StreamEvent& found : run(store.events_after(std::move(filter), seq, limit))->events) {
      out.push_back(found.data);
    }
    return out;
  }

  Store store;
};

TEST_P(StreamStoreTest, gives_seqs_without_gaps) {
  EXPECT_EQ(record(0, 2, {event("alice", kTransactions, "1"), event("bob", kTransactions, "2")})->last, 2);
  const auto second = record(2, 3, {event("alice", kTransactions, "3")});
  EXPECT_EQ(second->first, 3);
  EXPECT_EQ(second->last, 3);
  EXPECT_EQ(*run(store.head()), 3);
}

TEST_P(StreamStoreTest, shows_each_user_their_own_events_and_the_shared_ones_in_order) {
  record(0, 4,
         {event("alice", kTransactions, "1"), event("", kHeads, "2"), event("bob", kTransactions, "3"),
          event("alice", kBalances, "4")});
  EXPECT_THAT(data_after(kAlice, 0), ElementsAre("1", "2", "4"));
  EXPECT_THAT(data_after({.owner = "bob"}, 0), ElementsAre("2", "3"));
  EXPECT_THAT(data_after(kAlice, 1), ElementsAre("2", "4"));
}

TEST_P(StreamStoreTest, keeps_to_the_topics_that_are_wanted) {
  record(0, 3, {event("alice", kTransactions, "1"), event("", kHeads, "2"), event("alice", kBalances, "3")});
  EXPECT_THAT(data_after({.owner = "alice", .balances = false, .heads = false}, 0), ElementsAre("1"));
  EXPECT_THAT(data_after({.owner = "alice", .transactions = false, .heads = false}, 0), ElementsAre("3"));
  EXPECT_THAT(data_after({.owner = "alice", .transactions = false, .balances = false}, 0), ElementsAre("2"));
}

TEST_P(StreamStoreTest, a_cut_page_goes_on_after_its_last_event) {
  record(0, 4,
         {event("alice", kTransactions, "1"), event("", kHeads, "2"), event("alice", kTransactions, "3"),
          event("", kHeads, "4")});
  const auto page = *run(store.events_after(kAlice, 0, 2));
  EXPECT_EQ(page.events.size(), 2U);
  EXPECT_EQ(page.cursor, 2);
  EXPECT_THAT(data_after(kAlice, page.cursor), ElementsAre("3", "4"));
}

TEST_P(StreamStoreTest, the_cursor_passes_events_that_were_not_wanted) {
  record(0, 2, {event("bob", kTransactions, "1"), event("bob", kTransactions, "2")});
  const auto page = *run(store.events_after(kAlice, 0, 10));
  EXPECT_TRUE(page.events.empty());
  EXPECT_EQ(page.cursor, 2);
}

TEST_P(StreamStoreTest, events_of_one_position_are_stored_once) {
  ASSERT_TRUE(record(0, 5, {event("alice", kTransactions, "1")}));
  EXPECT_FALSE(record(0, 5, {event("alice", kTransactions, "1")}));
  EXPECT_EQ(*run(store.position("source")), 5);
  EXPECT_THAT(data_after(kAlice, 0), ElementsAre("1"));
}

TEST_P(StreamStoreTest, a_position_moves_without_events_too) {
  EXPECT_EQ(*run(store.position("source")), 0);
  const auto recorded = record(0, 9, {});
  EXPECT_EQ(recorded->first, recorded->last + 1);
  EXPECT_EQ(*run(store.position("source")), 9);
  EXPECT_EQ(*run(store.position("another")), 0);
}

TEST_P(StreamStoreTest, forgets_what_is_old) {
  record(0, 2, {event("alice", kTransactions, "1", kNow - std::chrono::hours(2)), event("alice", kTransactions, "2")});
  EXPECT_EQ(*run(store.purge(kNow - std::chrono::hours(1), 1000)), 1U);
  EXPECT_THAT(data_after(kAlice, 0), ElementsAre("2"));
  EXPECT_EQ(record(2, 3, {event("alice", kTransactions, "3")})->first, 3);
}

TEST_P(StreamStoreTest, keeps_the_newest_heads_only) {
  record(0, 4,
         {event("", kHeads, "1"), event("alice", kTransactions, "2"), event("", kHeads, "3"), event("", kHeads, "4")});
  EXPECT_EQ(*run(store.purge(kNow - std::chrono::hours(1), 2)), 1U);
  EXPECT_THAT(data_after(kAlice, 0), ElementsAre("2", "3", "4"));
  EXPECT_EQ(*run(store.purge(kNow - std::chrono::hours(1), 2)), 0U);
}

COFFER_ON_EVERY_ENGINE(StreamStoreTest);

}  // namespace
}  // namespace coffer::streams
