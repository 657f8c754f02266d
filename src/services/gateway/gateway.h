#pragma once

#include <optional>

#include "platform/http/handler.h"
#include "services/gateway/api_calls.h"
#include "services/gateway/browser_rules.h"
#include "services/gateway/documents.h"
#include "services/gateway/parts.h"
#include "services/gateway/request_metrics.h"
#include "services/gateway/streams.h"

namespace coffer::gateway {

/// The public entry: who are you, may you, how much. It knows no business; every rule it applies
/// stands beside the route in the contract.
class Gateway final : public http::Handler {
 public:
  explicit Gateway(Parts parts);

  awaitable<http::Response> handle(http::Request request) override;
  http::Response refuse(int status, std::string_view why) override;

  /// Removes old idempotency records every ten minutes, until it is cancelled.
  awaitable<Result<void>> maintain();

 private:
  /// What the log and the metrics tell of a request.
  struct Served {
    std::string route = "none";
    std::string user_id;
    Content content = Content::kData;
  };

  awaitable<Result<http::Response>> serve(const http::Request& request, const RequestInfo& info, http::Headers& headers,
                                          Served& served);
  awaitable<std::optional<http::Response>> serve_own(const http::Request& request, Served& served);
  awaitable<Result<http::Response>> serve_api(const http::Request& request, const RequestInfo& info,
                                              http::Headers& headers, Served& served);
  [[nodiscard]] std::optional<http::Response> serve_web(const http::Request& request, bool is_route, Served& served);
  http::Response finish(const http::Request& request, const RequestInfo& info, Result<http::Response> outcome,
                        const http::Headers& headers, const Served& served);

  Parts parts_;
  telemetry::Log access_log_;
  Router router_;
  Doorman doorman_;
  ApiCalls calls_;
  Streams streams_;
  Health health_;
  Documents documents_;
  RequestMetrics metrics_;
};

}  // namespace coffer::gateway
