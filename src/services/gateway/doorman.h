#pragma once

#include "base/call_context.h"
#include "platform/http/handler.h"
#include "platform/rpc/descriptor.h"
#include "services/gateway/rate_limiter.h"
#include "services/gateway/request_info.h"
#include "services/gateway/tokens.h"

namespace coffer::gateway {

/// Decides who is asking, whether they may, and whether they ask too often.
class Doorman {
 public:
  /// All of them outlive it.
  Doorman(const Clock& clock, KeySource& keys, SessionCheck& sessions, const Settings& settings,
          telemetry::Metrics& metrics);

  /// The caller of `method`, from the bearer token or the session cookie. On the way it counts the call
  /// against the limits of address and caller, holds cookies to our own site, and asks the contract
  /// whether this caller may. `headers` get the RateLimit fields of the tighter limit, also on failure.
  awaitable<Result<Principal>> admit(const http::Request& request, const RequestInfo& info,
                                     const rpc::MethodDescriptor& method, http::Headers& headers);

  /// The caller of a stream that goes on: whether its token and session still hold.
  awaitable<Result<Principal>> still_valid(const http::Request& request);

 private:
  awaitable<Result<Principal>> identify(const http::Request& request, bool required);
  Result<void> check_site(const http::Request& request, const RequestInfo& info) const;
  Result<void> count(const std::string& key, const RateLimit& limit, http::Headers& headers);

  Tokens tokens_;
  RateLimiter limiter_;
  const Settings& settings_;
};

}  // namespace coffer::gateway
