#pragma once

#include <string>

#include "base/call_context.h"
#include "base/entropy.h"
#include "platform/http/handler.h"
#include "platform/telemetry/trace.h"
#include "services/gateway/settings.h"

namespace coffer::gateway {

/// What the gateway knows of a request before it knows who sent it.
struct RequestInfo {
  std::string request_id;
  std::string traceparent;
  std::string client_ip;
  bool tls = false;  // also when a trusted proxy says so
};

/// Takes over `X-Request-Id` (1–64 characters of A-Z a-z 0-9 _ -) or makes one; continues the trace of
/// `traceparent` or begins one; believes X-Forwarded-For and -Proto from trusted proxies only.
Result<RequestInfo> describe_request(const http::Request& request, const Settings& settings, const Clock& clock,
                                     Entropy& entropy);

/// Whether a client's request id is taken over.
bool is_request_id(std::string_view text);

}  // namespace coffer::gateway
