#include "services/gateway/request_metrics.h"

namespace coffer::gateway {

void RequestMetrics::record(std::string_view route, std::string_view method, int status, double seconds) {
  const Handles handles = find(route, method, status);
  handles.requests->Increment();
  if (handles.errors != nullptr) handles.errors->Increment();
  handles.duration->Observe(seconds);
}

RequestMetrics::Handles RequestMetrics::find(std::string_view route, std::string_view method, int status) {
  Key key{route, method, status};
  const std::lock_guard lock(mutex_);
  if (const auto found = handles_.find(key); found != handles_.end()) return found->second;
  namespace metric = telemetry::metric;
  const telemetry::Labels place{{"route", std::string(route)}, {"method", std::string(method)}};
  telemetry::Labels answer = place;
  answer.emplace("status", std::to_string(status));
  Handles handles{.requests = &metrics_.counter(metric::kHttpRequests, "HTTP requests answered", answer),
                  .errors = status >= 500
                                ? &metrics_.counter(metric::kHttpErrors, "HTTP answers of 500 and above", place)
                                : nullptr,
                  .duration = &metrics_.histogram(metric::kHttpDuration, "Seconds until an answer began", place,
                                                  telemetry::latency_buckets())};
  handles_.emplace(std::move(key), handles);
  return handles;
}

}  // namespace coffer::gateway
