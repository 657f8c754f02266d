#include "platform/rpc/call_guard.h"

#include "platform/async/awaitable.h"

namespace coffer::rpc {
namespace {

constexpr std::size_t kCodes = static_cast<std::size_t>(ErrorCode::kUnavailable) + 1;

double seconds_between(Time start, Time end) { return std::chrono::duration<double>(end - start).count(); }

}  // namespace

struct CallGuard::MethodMetrics {
  telemetry::Histogram* duration = nullptr;
  telemetry::Counter* succeeded = nullptr;
  std::array<telemetry::Counter*, kCodes> failed{};
};

CallGuard::CallGuard(const GuardParts& parts, const ServiceDescriptor& service, Caller caller)
    : parts_(parts), caller_(std::move(caller)) {
  const auto counter = [&](const std::string& method, std::string_view code) {
    return &parts.metrics.counter(telemetry::metric::kRpcRequests, "Calls of services by method and outcome",
                                  {{"method", method}, {"code", std::string(code)}});
  };
  for (const MethodDescriptor& method : service.methods) {
    const std::string name(method.full_name);
    MethodMetrics& metrics = metrics_.emplace_back();
    metrics.duration = &parts.metrics.histogram(telemetry::metric::kRpcDuration, "Duration of calls of services",
                                                {{"method", name}}, telemetry::latency_buckets());
    metrics.succeeded = counter(name, "OK");
    for (std::size_t code = 0; code < kCodes; ++code)
      metrics.failed[code] = counter(name, error_code_name(static_cast<ErrorCode>(code)));
  }
}

CallGuard::~CallGuard() = default;

Result<Duration> CallGuard::admit(const MethodDescriptor& method, CallContext& call, const Message& request,
                                  Time now) const {
  COFFER_CHECK(authorize(method, call.principal, caller_));
  const Time latest = now + method.timeout;
  if (!call.deadline || *call.deadline > latest) call.deadline = latest;
  if (*call.deadline <= now) return fail(async::deadline_exceeded());
  if (request.ByteSizeLong() > method.max_request_bytes)
    return fail(Error{.code = ErrorCode::kPayloadTooLarge,
                      .message = "the request must have at most " + std::to_string(method.max_request_bytes) + " bytes",
                      .details = {}});
  COFFER_CHECK(method.validate(request, parts_.formats));
  return *call.deadline - now;
}

void CallGuard::record(const MethodDescriptor& method, Time start) const {
  const MethodMetrics& metrics = metrics_[method.index];
  metrics.succeeded->Increment();
  metrics.duration->Observe(seconds_between(start, parts_.clock.now()));
}

Error CallGuard::record(const MethodDescriptor& method, const CallContext& call, Time start, Error error) const {
  const MethodMetrics& metrics = metrics_[method.index];
  metrics.failed[static_cast<std::size_t>(error.code)]->Increment();
  metrics.duration->Observe(seconds_between(start, parts_.clock.now()));
  if (error.code == ErrorCode::kInternal)
    parts_.log.error("call failed", {{"method", method.full_name},
                                     {"request_id", call.request_id},
                                     {"trace", call.traceparent},
                                     {"error", error.message}});
  return error;
}

}  // namespace coffer::rpc
