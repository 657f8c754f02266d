#pragma once

#include <string>

#include "base/call_context.h"
#include "platform/http/handler.h"
#include "platform/telemetry/log.h"
#include "services/gateway/idempotency.h"
#include "services/gateway/request_info.h"
#include "services/gateway/router.h"

namespace coffer::gateway {

/// Turns an admitted HTTP request into a call of the contract, and the reply into an answer.
class ApiCalls {
 public:
  /// All of them outlive it.
  ApiCalls(sql::Database& database, const Clock& clock, const rpc::Formats& formats, telemetry::Log log,
           const Settings& settings);

  awaitable<Result<http::Response>> answer(const http::Request& request, const RequestInfo& info,
                                           const RouteMatch& match, const Principal& principal);

  /// Removes old idempotency records.
  awaitable<Result<std::uint64_t>> purge() { return idempotency_.purge(); }

 private:
  struct Call;

  Result<rpc::MessagePtr> read_request(const http::Request& request, const RouteMatch& match) const;
  awaitable<Result<http::Response>> call_once(Call& call);
  awaitable<Result<http::Response>> call_service(Call& call);

  const Clock& clock_;
  const rpc::Formats& formats_;
  telemetry::Log log_;
  const Settings& settings_;
  Idempotency idempotency_;
};

}  // namespace coffer::gateway
