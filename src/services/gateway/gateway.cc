#include "services/gateway/gateway.h"

#include <chrono>

#include "base/id.h"
#include "base/secret.h"
#include "services/gateway/error_body.h"

namespace coffer::gateway {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Duration kPurgeInterval = std::chrono::minutes{10};

/// Paths that are the API's even where no route has them, so that a wrong one is not the web app's page.
bool is_api_path(std::string_view path) {
  for (const std::string_view prefix : {"/v1/", "/rpc/", "/dev/", "/.well-known/", "/health/"})
    if (path.starts_with(prefix)) return true;
  return path == "/v1" || path == "/metrics";
}

bool wants_page(const http::Request& request) {
  return request.headers.get("Accept").value_or("").find("text/html") != std::string_view::npos;
}

http::Response metrics_response(std::string text) {
  http::Response response;
  response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

}  // namespace

Gateway::Gateway(Parts parts)
    : parts_(std::move(parts)),
      access_log_(parts_.log.named("gateway")),
      router_(parts_.services, parts_.settings.development),
      doorman_(parts_.clock, parts_.keys, parts_.sessions, parts_.settings, parts_.metrics),
      calls_(parts_.database, parts_.clock, parts_.formats, access_log_, parts_.settings),
      streams_(parts_, doorman_),
      health_(parts_.checks, parts_.sleeper, parts_.settings.version),
      documents_(parts_.openapi),
      metrics_(parts_.metrics) {}

awaitable<http::Response> Gateway::handle(http::Request request) {
  const auto start = SteadyClock::now();
  const auto info = describe_request(request, parts_.settings, parts_.clock, parts_.entropy);
  if (!info) co_return refuse(503, "no randomness");
  Served served;
  http::Headers headers;
  auto outcome = co_await serve(request, *info, headers, served);
  wipe_container(request.body);
  if (!outcome && outcome.error().code == ErrorCode::kInternal)
    access_log_.error("internal error",
                      {{"request_id", info->request_id}, {"route", served.route}, {"error", outcome.error().message}});
  http::Response response = finish(request, *info, std::move(outcome), headers, served);
  const double seconds = std::chrono::duration<double>(SteadyClock::now() - start).count();
  const auto method = http::method_name(request.method);
  metrics_.record(served.route, method, response.status, seconds);
  access_log_.info("request", {{"request_id", info->request_id},
                               {"traceparent", info->traceparent},
                               {"method", method},
                               {"route", served.route},
                               {"status", response.status},
                               {"duration_ms", seconds * 1000},
                               {"client_ip", info->client_ip},
                               {"user_id", served.user_id}});
  co_return response;
}

http::Response Gateway::refuse(int status, std::string_view why) {
  const auto request_id = new_id(parts_.clock, parts_.entropy).value_or("");
  http::Response response = error_response(error_of_status(status, why), request_id, parts_.clock.now());
  response.status = status;
  response.headers.add("X-Request-Id", request_id);
  add_security_headers(response.headers, Content::kData, false);
  metrics_.record("refused", "NONE", status, 0);
  return response;
}

awaitable<Result<void>> Gateway::maintain() {
  while (true) {
    CO_CHECK(co_await parts_.sleeper.sleep_for(kPurgeInterval));
    if (const auto purged = co_await calls_.purge(); !purged)
      access_log_.warning("old idempotency records were not removed", {{"error", purged.error().message}});
  }
}

awaitable<Result<http::Response>> Gateway::serve(const http::Request& request, const RequestInfo& info,
                                                 http::Headers& headers, Served& served) {
  if (is_preflight(request)) {
    served.route = "preflight";
    co_return preflight_response();
  }
  if (auto own = co_await serve_own(request, served)) co_return *std::move(own);
  co_return co_await serve_api(request, info, headers, served);
}

/// What the gateway answers by itself.
awaitable<std::optional<http::Response>> Gateway::serve_own(const http::Request& request, Served& served) {
  if (request.method != http::Method::kGet && request.method != http::Method::kHead) co_return std::nullopt;
  const std::string_view path = request.path;
  const auto named = [&](http::Response response) {
    served.route = path;
    return response;
  };
  if (path == "/health/live") co_return named(health_.live());
  if (path == "/health/ready") co_return named(co_await health_.ready());
  if (path == "/health") co_return named(co_await health_.full());
  if (path == "/metrics") co_return named(metrics_response(parts_.metrics.text()));
  if (auto document = documents_.find(path)) {
    served.content = Content::kPage;
    co_return named(*std::move(document));
  }
  co_return std::nullopt;
}

awaitable<Result<http::Response>> Gateway::serve_api(const http::Request& request, const RequestInfo& info,
                                                     http::Headers& headers, Served& served) {
  const auto source = streams_.find(request.path);
  if (source && request.method == http::Method::kGet) {
    served.route = request.path;
    CO_TRY(Principal principal, co_await doorman_.admit(request, info, *source->method, headers));
    served.user_id = principal.id;
    co_return co_await streams_.open(request, info, *source, std::move(principal));
  }
  auto found = router_.find(request.method, request.path, request.body);
  if (auto* missing = std::get_if<NoRoute>(&found)) {
    if (source) missing->allow = {"GET"};
    if (auto page = serve_web(request, !missing->allow.empty(), served)) co_return *std::move(page);
    if (source) missing->error = Error{ErrorCode::kMethodNotAllowed, "the method is not allowed here", {}};
    if (!missing->allow.empty()) headers.add("Allow", joined(missing->allow));
    co_return fail(std::move(missing->error));
  }
  const auto& match = std::get<RouteMatch>(found);
  served.route = match.route->path;
  CO_TRY(const Principal principal, co_await doorman_.admit(request, info, *match.route->method, headers));
  served.user_id = principal.id;
  co_return co_await calls_.answer(request, info, match, principal);
}

/// The web app, for what the API does not have. A path that is no file (`/wallets`, or `/login`, which the
/// API has under another method) is a page only for a browser that asks for one.
std::optional<http::Response> Gateway::serve_web(const http::Request& request, bool is_route, Served& served) {
  const bool reads = request.method == http::Method::kGet || request.method == http::Method::kHead;
  if (parts_.web == nullptr || !reads || is_api_path(request.path)) return std::nullopt;
  const bool is_file =
      request.path.rfind('.') != std::string::npos && request.path.rfind('.') > request.path.rfind('/');
  if ((is_route || (!is_file && request.path != "/")) && !wants_page(request)) return std::nullopt;
  http::Response response = parts_.web->serve(request);
  if (response.status == 404) return std::nullopt;
  served.route = "web";
  served.content = Content::kPage;
  return response;
}

http::Response Gateway::finish(const http::Request& request, const RequestInfo& info, Result<http::Response> outcome,
                               const http::Headers& headers, const Served& served) {
  http::Response response =
      outcome ? *std::move(outcome) : error_response(outcome.error(), info.request_id, parts_.clock.now());
  for (const auto& [name, value] : headers) response.headers.add(name, value);
  response.headers.set("X-Request-Id", info.request_id);
  add_security_headers(response.headers, served.content, info.tls || parts_.settings.secure_cookies);
  add_cors_headers(request, info.tls, parts_.settings, response.headers);
  return response;
}

}  // namespace coffer::gateway
