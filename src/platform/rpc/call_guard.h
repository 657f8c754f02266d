#pragma once

#include <array>
#include <memory>
#include <vector>

#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/async/sleeper.h"
#include "platform/async/timeout.h"
#include "platform/rpc/authorization.h"
#include "platform/rpc/descriptor.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace coffer::rpc {

/// A service's method as the interface declares it.
template <class Api, class Request, class Reply>
using MethodOf = awaitable<Result<Reply>> (Api::*)(const CallContext&, Request);

/// What every guard needs; all of it outlives the guards.
struct GuardParts {
  const Clock& clock;
  async::Sleeper& sleeper;
  const Formats& formats;
  telemetry::Metrics& metrics;
  telemetry::Log log;
};

/// The one wrapper that every call of a service passes, whether it came by a function call or by
/// gRPC: authorisation, deadline, size limit, the rules of the fields, exceptions, metrics, log.
class CallGuard {
 public:
  CallGuard(const GuardParts& parts, const ServiceDescriptor& service, Caller caller);
  CallGuard(const CallGuard&) = delete;
  CallGuard& operator=(const CallGuard&) = delete;
  ~CallGuard();

  /// Calls `function` of `api` unless something forbids it. The implementation sees a context whose
  /// deadline is the nearer of the caller's and the method's; what takes longer is cancelled and
  /// answered with UNAVAILABLE.
  template <class Api, class Request, class Reply>
  awaitable<Result<Reply>> run(const MethodDescriptor& method, const CallContext& call, Request request, Api& api,
                               MethodOf<Api, Request, Reply> function) {
    const Time start = parts_.clock.now();
    CallContext inner = call;
    Result<Duration> left = admit(method, inner, request, start);
    if (!left) co_return fail(record(method, call, start, std::move(left).error()));
    Result<Reply> reply = co_await async::with_timeout(
        parts_.sleeper, *left, caught<Api, Request, Reply>(api, function, inner, std::move(request)));
    if (!reply) co_return fail(record(method, call, start, std::move(reply).error()));
    record(method, start);
    co_return reply;
  }

 private:
  struct MethodMetrics;

  /// Exceptions are bugs; this is where they end.
  template <class Api, class Request, class Reply>
  static awaitable<Result<Reply>> caught(Api& api, MethodOf<Api, Request, Reply> function, const CallContext& call,
                                         Request request) {
    try {
      co_return co_await (api.*function)(call, std::move(request));
    } catch (const std::exception& exception) {
      co_return fail(internal(std::string("exception: ") + exception.what()));
    }
  }

  /// Sets the deadline of `call` and gives the time that is left.
  Result<Duration> admit(const MethodDescriptor& method, CallContext& call, const Message& request, Time now) const;
  void record(const MethodDescriptor& method, Time start) const;
  /// Counts and, where it is ours to mend, logs the failure; hands it on.
  Error record(const MethodDescriptor& method, const CallContext& call, Time start, Error error) const;

  GuardParts parts_;
  Caller caller_;
  std::vector<MethodMetrics> metrics_;
};

}  // namespace coffer::rpc
