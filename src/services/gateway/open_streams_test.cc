#include "services/gateway/open_streams.h"

#include <gtest/gtest.h>

namespace coffer::gateway {
namespace {

TEST(OpenStreams, are_limited_for_each_caller) {
  OpenStreams streams(10, 2);
  const auto first = streams.take("alice").value();
  auto second = streams.take("alice").value();
  EXPECT_EQ(streams.take("alice").error().code, ErrorCode::kRateLimited);
  EXPECT_TRUE(streams.take("bob").has_value());
  second.reset();
  EXPECT_TRUE(streams.take("alice").has_value());
}

TEST(OpenStreams, are_limited_for_all) {
  OpenStreams streams(2, 2);
  const auto first = streams.take("alice").value();
  auto second = streams.take("bob").value();
  EXPECT_EQ(streams.take("carol").error().code, ErrorCode::kUnavailable);
  second.reset();
  EXPECT_TRUE(streams.take("carol").has_value());
}

TEST(OpenStreams, may_end_after_the_count_itself) {
  std::unique_ptr<OpenStreams::Place> place;
  {
    OpenStreams streams(1, 1);
    place = streams.take("alice").value();
  }
  place.reset();
}

}  // namespace
}  // namespace coffer::gateway
