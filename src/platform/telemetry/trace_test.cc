#include "platform/telemetry/trace.h"

#include <gtest/gtest.h>

namespace coffer::telemetry {
namespace {

// The example of W3C Trace Context section 3.2.3.
constexpr std::string_view kExample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Traceparent, reads_and_writes_the_example_of_the_standard) {
  const auto trace = parse_traceparent(kExample);
  ASSERT_TRUE(trace.has_value());
  EXPECT_TRUE(trace->sampled);
  EXPECT_EQ(traceparent(*trace), kExample);
}

TEST(Traceparent, ignores_what_is_not_valid) {
  for (const std::string_view header : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                                        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                                        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    EXPECT_FALSE(parse_traceparent(header).has_value()) << header;
}

TEST(Traceparent, reads_later_versions_by_their_first_fields) {
  EXPECT_TRUE(parse_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more").has_value());
  EXPECT_FALSE(parse_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more").has_value());
}

TEST(NextSpan, stays_in_the_callers_trace) {
  SeededEntropy entropy(1);
  const auto caller = parse_traceparent(kExample);
  const auto span = next_span(caller, entropy).value();
  EXPECT_EQ(span.trace_id, caller->trace_id);
  EXPECT_NE(span.span_id, caller->span_id);
  EXPECT_TRUE(span.sampled);
}

TEST(NextSpan, begins_a_trace_without_a_caller) {
  SeededEntropy entropy(1);
  const auto one = next_span(std::nullopt, entropy).value();
  EXPECT_NE(one.trace_id, next_span(std::nullopt, entropy).value().trace_id);
}

}  // namespace
}  // namespace coffer::telemetry
