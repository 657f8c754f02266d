#pragma once

#include <string>
#include <string_view>

#include "platform/http/handler.h"
#include "services/gateway/settings.h"

/// What browsers must be told, and what they are held to: CORS, security headers, cookies, CSRF.
namespace coffer::gateway {

/// What an answer is, for the content security policy.
enum class Content {
  kData,  // JSON and the like: nothing may be loaded or framed
  kPage,  // the web app or the docs page: our own scripts, styles and calls
};

/// Adds HSTS (under TLS), CSP, X-Frame-Options, nosniff, Referrer-Policy, Permissions-Policy and the
/// cross-origin isolation headers.
void add_security_headers(http::Headers& headers, Content content, bool tls);

/// Whether an `Origin` is ours or on the allow-list. Ours is the request's own host under the scheme that
/// the client used: `tls`, or `secure_cookies`, which says that clients reach us by TLS alone.
bool is_allowed_origin(const http::Request& request, std::string_view origin, bool tls, const Settings& settings);

/// Adds the CORS headers (Fetch standard) where the request has an allowed Origin.
void add_cors_headers(const http::Request& request, bool tls, const Settings& settings, http::Headers& headers);
/// Whether it is a preflight request.
bool is_preflight(const http::Request& request);
/// 204 with the methods and headers that are allowed.
http::Response preflight_response();

/// Whether a request that a cookie authenticates may change something or open a stream: it must come
/// from our own pages or an allowed origin. AUTHORIZATION_ERROR otherwise.
Result<void> check_same_site(const http::Request& request, bool tls, const Settings& settings);

inline constexpr char kAccessCookie[] = "coffer_access";
inline constexpr char kRefreshCookie[] = "coffer_refresh";

/// The value of one cookie of the request; empty without it, or when it comes twice.
std::string cookie_value(const http::Request& request, std::string_view name);
/// Sets both session cookies: HttpOnly, SameSite=Strict, Secure under TLS.
void set_session_cookies(http::Headers& headers, std::string_view access, std::string_view refresh, bool secure,
                         const Settings& settings);
void clear_session_cookies(http::Headers& headers, bool secure);

}  // namespace coffer::gateway
