#include "services/gateway/doorman.h"

#include <algorithm>
#include <charconv>

#include "platform/rpc/authorization.h"
#include "services/gateway/browser_rules.h"

namespace coffer::gateway {
namespace {

constexpr std::string_view kBearer = "Bearer ";

bool is_public(const rpc::MethodDescriptor& method) {
  return std::ranges::find(method.allow, rpc::Allow::kPublic) != method.allow.end();
}

bool is_safe(http::Method method) {
  return method == http::Method::kGet || method == http::Method::kHead || method == http::Method::kOptions;
}

/// The bearer token, empty without an Authorization header.
Result<std::string> bearer_token(const http::Request& request) {
  const auto header = request.headers.get("Authorization");
  if (!header) return std::string{};
  const bool bearer =
      header->size() > kBearer.size() && http::equal_ignoring_case(header->substr(0, kBearer.size()), kBearer);
  if (!bearer || request.headers.count("Authorization") != 1)
    return fail(unauthenticated("Authorization must be one bearer token"));
  return std::string(header->substr(kBearer.size()));
}

/// The limit that leaves less is the one that the caller is told.
void tell(const RateDecision& decision, http::Headers& headers) {
  if (const auto told = headers.get("RateLimit-Remaining")) {
    int remaining = 0;
    std::from_chars(told->data(), told->data() + told->size(), remaining);
    if (remaining <= decision.remaining && decision.allowed) return;
  }
  headers.set("RateLimit-Limit", std::to_string(decision.limit));
  headers.set("RateLimit-Remaining", std::to_string(decision.remaining));
  headers.set("RateLimit-Reset", std::to_string(decision.reset_seconds));
}

}  // namespace

Doorman::Doorman(const Clock& clock, KeySource& keys, SessionCheck& sessions, const Settings& settings,
                 telemetry::Metrics& metrics)
    : tokens_(keys, sessions, clock, settings, metrics),
      limiter_(clock, settings.max_rate_entries),
      settings_(settings) {}

awaitable<Result<Principal>> Doorman::admit(const http::Request& request, const RequestInfo& info,
                                            const rpc::MethodDescriptor& method, http::Headers& headers) {
  const auto rate = static_cast<std::size_t>(method.rate);
  const std::string suffix = std::to_string(rate) + ":";
  CO_CHECK(count("a" + suffix + info.client_ip, settings_.address_limits.at(rate), headers));
  const bool changes = !is_safe(request.method) || method.rate == rpc::RateClass::kStream;
  if (changes) CO_CHECK(check_site(request, info));
  CO_TRY(Principal principal, co_await identify(request, !is_public(method)));
  CO_CHECK(rpc::authorize(method, principal, rpc::Caller::edge()));
  if (principal.kind != Principal::Kind::kAnonymous)
    CO_CHECK(count("c" + suffix + principal.id, settings_.caller_limits.at(rate), headers));
  co_return principal;
}

awaitable<Result<Principal>> Doorman::still_valid(const http::Request& request) { return identify(request, true); }

awaitable<Result<Principal>> Doorman::identify(const http::Request& request, bool required) {
  auto token = bearer_token(request);
  if (!token && required) co_return fail(token.error());
  std::string credential = token.value_or(std::string{});
  if (token && credential.empty()) credential = cookie_value(request, kAccessCookie);
  if (credential.empty()) co_return Principal{};
  auto principal = co_await tokens_.verify(std::move(credential));
  if (!principal && !required) co_return Principal{};
  co_return principal;
}

/// Where a cookie speaks for the caller, the page must be ours. The refresh cookie does so too, on the
/// routes that it is sent to.
Result<void> Doorman::check_site(const http::Request& request, const RequestInfo& info) const {
  if (request.headers.get("Authorization")) return {};
  const bool by_cookie =
      !cookie_value(request, kAccessCookie).empty() || !cookie_value(request, kRefreshCookie).empty();
  return by_cookie ? check_same_site(request, info.tls, settings_) : Result<void>();
}

Result<void> Doorman::count(const std::string& key, const RateLimit& limit, http::Headers& headers) {
  const RateDecision decision = limiter_.take(key, limit);
  tell(decision, headers);
  if (decision.allowed) return {};
  return fail(Error{ErrorCode::kRateLimited, "too many requests; try again later", {}}.with(
      "retry_after", std::to_string(decision.retry_seconds)));
}

}  // namespace coffer::gateway
