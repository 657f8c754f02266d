#pragma once

#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "platform/telemetry/metrics.h"

namespace coffer::gateway {

/// Counts answers and their time by route, so that what comes in a path never becomes a label.
class RequestMetrics {
 public:
  explicit RequestMetrics(telemetry::Metrics& metrics) : metrics_(metrics) {}

  /// `route` is a template of the contract or a name of the gateway's own; from any thread.
  void record(std::string_view route, std::string_view method, int status, double seconds);

 private:
  struct Handles {
    telemetry::Counter* requests = nullptr;
    telemetry::Counter* errors = nullptr;  // 5xx only
    telemetry::Histogram* duration = nullptr;
  };
  using Key = std::tuple<std::string, std::string, int>;

  Handles find(std::string_view route, std::string_view method, int status);

  telemetry::Metrics& metrics_;
  std::mutex mutex_;
  std::map<Key, Handles> handles_;
};

}  // namespace coffer::gateway
