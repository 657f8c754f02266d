#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace coffer::telemetry {

using Counter = prometheus::Counter;
using Gauge = prometheus::Gauge;
using Histogram = prometheus::Histogram;
using Labels = std::map<std::string, std::string>;

/// The names that several modules count under; the golden list of the tests holds them.
namespace metric {
inline constexpr char kHttpRequests[] = "coffer_http_requests_total";                      // route, method, status
inline constexpr char kHttpDuration[] = "coffer_http_request_duration_seconds";            // route, method
inline constexpr char kHttpErrors[] = "coffer_http_errors_total";                          // route, method: 5xx
inline constexpr char kWebSocketConnections[] = "coffer_websocket_connections";            // open streams
inline constexpr char kRpcRequests[] = "coffer_rpc_requests_total";                        // method, code
inline constexpr char kRpcDuration[] = "coffer_rpc_request_duration_seconds";              // method
inline constexpr char kDatabaseConnections[] = "coffer_database_connections";              // database, kind
inline constexpr char kDatabaseOperations[] = "coffer_database_operations";                // database, kind
inline constexpr char kDatabaseDuration[] = "coffer_database_operation_duration_seconds";  // database, kind
inline constexpr char kCacheRequests[] = "coffer_cache_requests_total";                    // cache, result: hit, miss
}  // namespace metric

/// Bucket bounds in seconds for requests: 0.5 ms to 10 s.
std::vector<double> latency_buckets();

/// The process's metrics. Looking one up takes a lock: callers keep the reference, which lives as
/// long as this. The same name and labels give the same metric.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels,
                       const std::vector<double>& buckets);

  /// The Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::telemetry
