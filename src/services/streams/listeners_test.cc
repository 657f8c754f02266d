#include "services/streams/listeners.h"

#include <gtest/gtest.h>

namespace coffer::streams {
namespace {

const Filter kAlice{.owner = "alice", .heads = false};
const Filter kAliceAndHeads{.owner = "alice"};
const Filter kBob{.owner = "bob", .heads = false};

StreamEvent event_for(std::string owner) {
  return {.owner = std::move(owner), .topic = {}, .type = {}, .data = {}, .at = {}};
}

class ListenersTest : public ::testing::Test {
 protected:
  /// Whether this listener is woken by what `action` does.
  template <class Action>
  bool wakes(const Filter& filter, Action action) {
    const auto before = listeners.of(filter).version();
    action();
    return listeners.of(filter).version() != before;
  }

  Listeners listeners;
};

TEST_F(ListenersTest, an_event_wakes_its_owner) {
  EXPECT_TRUE(wakes(kAlice, [&] { listeners.tell({1, 1}, {event_for("alice")}); }));
  EXPECT_TRUE(wakes(kAliceAndHeads, [&] { listeners.tell({2, 2}, {event_for("alice")}); }));
  EXPECT_FALSE(wakes(kBob, [&] { listeners.tell({3, 3}, {event_for("alice")}); }));
}

TEST_F(ListenersTest, a_head_wakes_those_who_follow_heads) {
  EXPECT_TRUE(wakes(kAliceAndHeads, [&] { listeners.tell({1, 1}, {event_for("")}); }));
  EXPECT_FALSE(wakes(kAlice, [&] { listeners.tell({2, 2}, {event_for("")}); }));
}

TEST_F(ListenersTest, a_gap_means_another_process_and_wakes_everybody) {
  EXPECT_TRUE(wakes(kBob, [&] { listeners.tell({2, 2}, {event_for("alice")}); }));
}

TEST_F(ListenersTest, catching_up_wakes_everybody_once) {
  EXPECT_TRUE(wakes(kBob, [&] { listeners.catch_up(5); }));
  EXPECT_FALSE(wakes(kBob, [&] { listeners.catch_up(5); }));
  EXPECT_FALSE(wakes(kBob, [&] { listeners.tell({6, 6}, {event_for("alice")}); }));
  EXPECT_FALSE(wakes(kBob, [&] { listeners.catch_up(6); }));
}

}  // namespace
}  // namespace coffer::streams
