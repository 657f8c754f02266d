// Two replicas and one consumer.
#include "platform/events/relay.h"
#include "platform/events/testing.h"

namespace coffer::events {
namespace {

using std::chrono::milliseconds;

class RelayLeaseTest : public testing::RelayFixture {
 protected:
  std::unique_ptr<Relay> replica(std::string owner) {
    auto out = relay({.owner = std::move(owner), .lease = milliseconds(1'000)});
    out->subscribe("reader", {}, recording());
    return out;
  }
};

TEST_P(RelayLeaseTest, only_one_replica_delivers) {
  const auto first = replica("first");
  const auto second = replica("second");
  append("k", "0");
  EXPECT_EQ(deliver(*first), 1U);
  append("k", "1");
  EXPECT_EQ(deliver(*second), 0U);
  EXPECT_EQ(deliver(*first), 1U);
}

TEST_P(RelayLeaseTest, another_goes_on_when_the_one_is_silent) {
  const auto first = replica("first");
  const auto second = replica("second");
  append("k", "0");
  EXPECT_EQ(deliver(*first), 1U);
  append("k", "1");
  clock_.advance(milliseconds(1'001));
  EXPECT_EQ(deliver(*second), 1U);
  append("k", "2");
  EXPECT_EQ(deliver(*first), 0U);
  EXPECT_EQ(read_all(taken_), "0 1");
}

TEST_P(RelayLeaseTest, a_replica_that_keeps_its_name_need_not_wait) {
  append("k", "0");
  EXPECT_EQ(deliver(*replica("first")), 1U);
  append("k", "1");
  EXPECT_EQ(deliver(*replica("first")), 1U);
}

TEST_P(RelayLeaseTest, who_has_lost_the_consumer_can_no_longer_move_it) {
  ConsumerStore store(database(), "test");
  const Time now = clock_.now();
  const Lease lost = **run(store.acquire("reader", "first", now, now + milliseconds(10)));
  const Lease held = **run(store.acquire("reader", "second", now + milliseconds(11), now + milliseconds(20)));
  EXPECT_GT(held.fence, lost.fence);
  const Result<void> refused = run(store.advance("reader", lost, 5, {}, now + milliseconds(30)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(*run(store.position("reader", held)), 0);
  EXPECT_TRUE(run(store.advance("reader", held, 5, {}, now + milliseconds(30))));
  EXPECT_EQ(*run(store.position("reader", held)), 5);
}

TEST_P(RelayLeaseTest, who_gives_the_consumer_up_is_followed_at_once) {
  ConsumerStore store(database(), "test");
  const Time now = clock_.now();
  const Lease lease = **run(store.acquire("reader", "first", now, now + milliseconds(10)));
  EXPECT_FALSE(*run(store.acquire("reader", "second", now, now + milliseconds(10))));
  ASSERT_TRUE(run(store.release("reader", lease)));
  EXPECT_TRUE(*run(store.acquire("reader", "second", now, now + milliseconds(10))));
}

COFFER_ON_EVERY_ENGINE(RelayLeaseTest);

}  // namespace
}  // namespace coffer::events
