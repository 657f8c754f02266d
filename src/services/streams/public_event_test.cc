#include "services/streams/public_event.h"

#include <gtest/gtest.h>

namespace coffer::streams {
namespace {

events::Envelope envelope(std::string type, std::string data) {
  events::Envelope out;
  out.type = std::move(type);
  out.data = std::move(data);
  out.time = from_micros(1'800'000'000'000'000);
  return out;
}

TEST(PublicEvent, tells_of_a_transaction_only_its_id_and_status) {
  const auto event = public_event(envelope(
      "transaction.status_changed",
      R"({"id":"t1","status":"signed","owner":"alice","account_id":"a1","network":"ethereum","from":"0x1","to":"0x2"})"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->owner, "alice");
  EXPECT_EQ(event->topic, "transactions");
  EXPECT_EQ(event->type, "transaction.status_changed");
  EXPECT_EQ(event->data, R"({"id":"t1","status":"signed"})");
  EXPECT_EQ(event->at, from_micros(1'800'000'000'000'000));
}

TEST(PublicEvent, tells_of_a_balance_all_but_its_owner) {
  const auto event =
      public_event(envelope("balance.changed", R"({"account_id":"a1","owner":"alice","amount":"5","block":7})"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->owner, "alice");
  EXPECT_EQ(event->topic, "balances");
  EXPECT_EQ(event->data, R"({"account_id":"a1","amount":"5","block":7})");
}

TEST(PublicEvent, refuses_what_concerns_no_client) {
  EXPECT_FALSE(public_event(envelope("wallets.account_created", R"({"owner":"alice"})")));
}

TEST(PublicEvent, an_event_without_owner_is_for_nobody_not_for_everybody) {
  EXPECT_FALSE(public_event(envelope("transaction.status_changed", R"({"id":"t1","status":"signed"})")));
  EXPECT_FALSE(public_event(envelope("transaction.status_changed", R"({"id":"t1","status":"signed","owner":""})")));
  EXPECT_FALSE(public_event(envelope("balance.changed", R"({"account_id":"a1"})")));
}

TEST(PublicEvent, refuses_what_is_no_event) {
  EXPECT_FALSE(public_event(envelope("transaction.status_changed", "{")));
  EXPECT_FALSE(public_event(envelope("transaction.status_changed", "[]")));
  EXPECT_FALSE(public_event(envelope("transaction.status_changed", R"({"id":5,"status":"signed","owner":"alice"})")));
}

}  // namespace
}  // namespace coffer::streams
