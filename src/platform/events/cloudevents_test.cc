#include <gtest/gtest.h>

#include "platform/events/event.h"

namespace coffer::events {
namespace {

Envelope envelope() {
  return {.position = 7,
          .id = "0190b3a0-0000-7000-8000-000000000001",
          .source = "/coffer/wallets",
          .type = "wallets.account_created",
          .key = "account-1",
          .time = from_micros(1'800'000'000'000'000),
          .content_type = "application/json",
          .data = R"({"b":1,"a":"ü"})"};
}

TEST(CloudEvents, has_the_attributes_of_version_1_0_and_json_data_as_it_is) {
  EXPECT_EQ(cloudevents_json(envelope()),
            R"({"specversion":"1.0","id":"0190b3a0-0000-7000-8000-000000000001","source":"/coffer/wallets",)"
            R"("type":"wallets.account_created","subject":"account-1","time":"2027-01-15T08:00:00Z",)"
            R"("datacontenttype":"application/json","position":"7","data":{"b":1,"a":"ü"}})");
}

TEST(CloudEvents, carries_other_data_as_base64) {
  Envelope event = envelope();
  event.content_type = "application/protobuf";
  event.data = std::string("\x00\x01", 2);
  EXPECT_TRUE(cloudevents_json(event).ends_with(R"("data_base64":"AAE="})"));
}

TEST(CloudEvents, carries_what_only_calls_itself_json_as_base64) {
  Envelope event = envelope();
  event.data = "{";
  EXPECT_TRUE(cloudevents_json(event).ends_with(R"("data_base64":"ew=="})"));
}

}  // namespace
}  // namespace coffer::events
