#include "services/gateway/request_info.h"

#include <algorithm>

#include "base/id.h"

namespace coffer::gateway {
namespace {

/// The last address of X-Forwarded-For: the one that the proxy itself saw.
std::string forwarded_address(std::string_view header) {
  auto last = header.substr(header.rfind(',') == std::string_view::npos ? 0 : header.rfind(',') + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  while (last.ends_with(' ')) last.remove_suffix(1);
  return std::string(last.substr(0, 64));
}

}  // namespace

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Result<RequestInfo> describe_request(const http::Request& request, const Settings& settings, const Clock& clock,
                                     Entropy& entropy) {
  RequestInfo info;
  const auto given = request.headers.get("X-Request-Id");
  if (given && is_request_id(*given)) {
    info.request_id = *given;
  } else {
    COFFER_TRY(info.request_id, new_id(clock, entropy));
  }
  const auto caller = telemetry::parse_traceparent(request.headers.get("traceparent").value_or(""));
  COFFER_TRY(const auto span, telemetry::next_span(caller, entropy));
  info.traceparent = telemetry::traceparent(span);
  info.client_ip = request.client_ip;
  info.tls = request.tls;
  const bool trusted = std::ranges::find(settings.trusted_proxies, request.client_ip) != settings.trusted_proxies.end();
  if (!trusted) return info;
  if (const auto forwarded = request.headers.get("X-Forwarded-For")) info.client_ip = forwarded_address(*forwarded);
  if (request.headers.get("X-Forwarded-Proto") == "https") info.tls = true;
  return info;
}

}  // namespace coffer::gateway
