#include "services/gateway/browser_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/http/uri.h"

namespace coffer::gateway {
namespace {

constexpr char kDataPolicy[] = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
constexpr char kPermissions[] =
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), clipboard-write=(self)";
constexpr char kExposedHeaders[] =
    "X-Request-Id, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After";

constexpr char kRefreshPath[] = "/v1/auth";

std::string cookie(std::string_view name, std::string_view value, std::string_view path, std::int64_t max_age,
                   bool secure) {
  return fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Strict{}", name, value, path, max_age,
                     secure ? "; Secure" : "");
}

std::int64_t seconds(Duration duration) { return std::chrono::duration_cast<std::chrono::seconds>(duration).count(); }

}  // namespace

void add_security_headers(http::Headers& headers, Content content, bool tls) {
  headers.add("Content-Security-Policy", content == Content::kPage ? kPagePolicy : kDataPolicy);
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("X-Frame-Options", "DENY");
  headers.add("Referrer-Policy", "no-referrer");
  headers.add("Cross-Origin-Resource-Policy", "same-origin");
  if (content == Content::kPage) {
    headers.add("Permissions-Policy", kPermissions);
    headers.add("Cross-Origin-Opener-Policy", "same-origin");
  }
  if (tls) headers.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

bool is_allowed_origin(const http::Request& request, std::string_view origin, bool tls, const Settings& settings) {
  if (std::ranges::find(settings.allowed_origins, origin) != settings.allowed_origins.end()) return true;
  const auto host = request.headers.get("Host");
  const auto parsed = http::parse_url(origin);
  const std::string_view scheme = tls || settings.secure_cookies ? "https" : "http";
  return host && parsed && parsed->scheme == scheme && http::equal_ignoring_case(parsed->authority(), *host);
}

void add_cors_headers(const http::Request& request, bool tls, const Settings& settings, http::Headers& headers) {
  const auto origin = request.headers.get("Origin");
  if (!settings.allowed_origins.empty()) headers.add("Vary", "Origin");
  if (!origin || !is_allowed_origin(request, *origin, tls, settings)) return;
  headers.add("Access-Control-Allow-Origin", std::string(*origin));
  headers.add("Access-Control-Allow-Credentials", "true");
  headers.add("Access-Control-Expose-Headers", kExposedHeaders);
  // What an allowed site may read, its pages may also embed.
  headers.set("Cross-Origin-Resource-Policy", "cross-origin");
}

bool is_preflight(const http::Request& request) {
  return request.method == http::Method::kOptions && request.headers.get("Origin") &&
         request.headers.get("Access-Control-Request-Method");
}

http::Response preflight_response() {
  http::Response response;
  response.status = 204;
  response.headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
  response.headers.add("Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Idempotency-Key, X-Request-Id, traceparent, tracestate");
  response.headers.add("Access-Control-Max-Age", "600");
  return response;
}

Result<void> check_same_site(const http::Request& request, bool tls, const Settings& settings) {
  if (const auto origin = request.headers.get("Origin")) {
    if (is_allowed_origin(request, *origin, tls, settings)) return {};
    return fail(forbidden("the request comes from a site that is not allowed"));
  }
  const auto site = request.headers.get("Sec-Fetch-Site");
  if (!site || *site == "same-origin" || *site == "none") return {};
  return fail(forbidden("the request comes from a site that is not allowed"));
}

std::string cookie_value(const http::Request& request, std::string_view name) {
  std::string found;
  for (const auto& [field, line] : request.headers) {
    if (!http::equal_ignoring_case(field, "Cookie")) continue;
    std::string_view rest = line;
    while (!rest.empty()) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (!pair.starts_with(name) || pair.size() <= name.size() || pair[name.size()] != '=') continue;
      if (!found.empty()) return {};
      found = pair.substr(name.size() + 1);
    }
  }
  return found;
}

void set_session_cookies(http::Headers& headers, std::string_view access, std::string_view refresh, bool secure,
                         const Settings& settings) {
  headers.add("Set-Cookie", cookie(kAccessCookie, access, "/", seconds(settings.access_lifetime), secure));
  headers.add("Set-Cookie", cookie(kRefreshCookie, refresh, kRefreshPath, seconds(settings.refresh_lifetime), secure));
}

void clear_session_cookies(http::Headers& headers, bool secure) {
  headers.add("Set-Cookie", cookie(kAccessCookie, "", "/", 0, secure));
  headers.add("Set-Cookie", cookie(kRefreshCookie, "", kRefreshPath, 0, secure));
}

}  // namespace coffer::gateway
