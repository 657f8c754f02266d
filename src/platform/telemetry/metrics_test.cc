#include "platform/telemetry/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coffer::telemetry {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, shows_counters_gauges_and_histograms_as_prometheus_text) {
  Metrics metrics;
  metrics.counter(metric::kHttpRequests, "Requests", {{"route", "/v1/me"}, {"status", "200"}}).Increment();
  metrics.gauge(metric::kWebSocketConnections, "Open").Set(3);
  metrics.histogram(metric::kHttpDuration, "Seconds", {{"route", "/v1/me"}}, latency_buckets()).Observe(0.003);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE coffer_http_requests_total counter"));
  EXPECT_THAT(text, HasSubstr(R"(coffer_http_requests_total{route="/v1/me",status="200"} 1)"));
  EXPECT_THAT(text, HasSubstr("coffer_websocket_connections 3"));
  EXPECT_THAT(text, HasSubstr(R"(coffer_http_request_duration_seconds_bucket{route="/v1/me",le="0.005"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(coffer_http_request_duration_seconds_bucket{route="/v1/me",le="0.0025"} 0)"));
}

TEST(Metrics, gives_the_same_metric_for_the_same_name_and_labels) {
  Metrics metrics;
  Counter& hits = metrics.counter(metric::kCacheRequests, "Requests", {{"result", "hit"}});
  EXPECT_EQ(&metrics.counter(metric::kCacheRequests, "Requests", {{"result", "hit"}}), &hits);
  EXPECT_NE(&metrics.counter(metric::kCacheRequests, "Requests", {{"result", "miss"}}), &hits);
}

}  // namespace
}  // namespace coffer::telemetry
