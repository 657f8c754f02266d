#include "services/gateway/api_calls.h"

#include "domain/crypto/sha2.h"
#include "platform/http/uri.h"
#include "services/gateway/browser_rules.h"

namespace coffer::gateway {
namespace {

constexpr char kIdempotencyHeader[] = "Idempotency-Key";

bool is_json(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return http::equal_ignoring_case(type, "application/json");
}

Result<void> check_body(const http::Request& request, const rpc::MethodDescriptor& method) {
  if (request.body.size() > method.max_request_bytes)
    return fail(Error{ErrorCode::kPayloadTooLarge, "the body is too large", {}}.with(
        "limit_bytes", std::to_string(method.max_request_bytes)));
  if (!request.body.empty() && !is_json(request.headers.get("Content-Type").value_or("")))
    return fail(Error{ErrorCode::kUnsupportedMediaType, "the body must be application/json", {}});
  // Nothing is unpacked, so that no small body becomes a large one (RFC 9110 section 8.4).
  const auto coding = request.headers.get("Content-Encoding");
  if (coding && !http::equal_ignoring_case(*coding, "identity"))
    return fail(Error{ErrorCode::kUnsupportedMediaType, "the body must not be compressed", {}});
  return {};
}

/// The texts of a query string or of the session cookies, under their names.
Result<std::vector<rpc::NamedText>> query_of(std::string_view query) {
  COFFER_TRY(auto pairs, http::parse_query(query));
  std::vector<rpc::NamedText> texts;
  texts.reserve(pairs.size());
  for (auto& [name, value] : pairs) texts.push_back({.name = std::move(name), .value = std::move(value)});
  return texts;
}

std::vector<rpc::NamedText> cookies_of(const http::Request& request) {
  std::vector<rpc::NamedText> cookies;
  for (const char* name : {kAccessCookie, kRefreshCookie})
    if (auto value = cookie_value(request, name); !value.empty()) cookies.push_back({name, std::move(value)});
  return cookies;
}

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Cache-Control", "no-store");
  if (status == 204) return response;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

/// Wipes the secret fields of a request that was not handed on; from then on they are the service's.
class WipeAtEnd {
 public:
  WipeAtEnd(const rpc::MethodDescriptor& method, const rpc::MessagePtr& message) : method_(method), message_(message) {}
  ~WipeAtEnd() {
    if (message_) method_.wipe_secrets(*message_);
  }
  WipeAtEnd(const WipeAtEnd&) = delete;
  WipeAtEnd& operator=(const WipeAtEnd&) = delete;

 private:
  const rpc::MethodDescriptor& method_;
  const rpc::MessagePtr& message_;
};

/// Whether the outcome is known to be "refused": nothing happened, so nothing is to be repeated.
bool is_refusal(const Error& error) {
  return error.code != ErrorCode::kInternal && error.code != ErrorCode::kUnavailable;
}

}  // namespace

struct ApiCalls::Call {
  rpc::Service& service;
  const rpc::MethodDescriptor& method;
  CallContext context;
  rpc::MessagePtr request;
  bool secure_cookies = false;
};

ApiCalls::ApiCalls(sql::Database& database, const Clock& clock, const rpc::Formats& formats, telemetry::Log log,
                   const Settings& settings)
    : clock_(clock),
      formats_(formats),
      log_(std::move(log)),
      settings_(settings),
      idempotency_(database, clock, settings.idempotency_kept) {}

Result<rpc::MessagePtr> ApiCalls::read_request(const http::Request& request, const RouteMatch& match) const {
  const rpc::MethodDescriptor& method = *match.route->method;
  COFFER_CHECK(check_body(request, method));
  COFFER_TRY(const auto query, query_of(request.query));
  const auto cookies = cookies_of(request);
  rpc::MessagePtr message = method.make_request();
  COFFER_CHECK(
      method.read_http({.body = request.body, .path = match.path, .query = query, .cookies = cookies}, *message));
  COFFER_CHECK(method.validate(*message, formats_));
  return message;
}

awaitable<Result<http::Response>> ApiCalls::answer(const http::Request& request, const RequestInfo& info,
                                                   const RouteMatch& match, const Principal& principal) {
  const rpc::MethodDescriptor& method = *match.route->method;
  CO_TRY(auto message, read_request(request, match));
  Call call{.service = *match.route->service,
            .method = method,
            .context = {.request_id = info.request_id,
                        .traceparent = info.traceparent,
                        .principal = principal,
                        .deadline = clock_.now() + method.timeout,
                        .idempotency_key = {},
                        .client_ip = info.client_ip,
                        .user_agent = std::string(request.headers.get("User-Agent").value_or("").substr(0, 256))},
            .request = std::move(message),
            .secure_cookies = info.tls || settings_.secure_cookies};
  const WipeAtEnd wipe(method, call.request);
  const auto key = request.headers.get(kIdempotencyHeader);
  if (!method.idempotent || !key) co_return co_await call_service(call);
  CO_CHECK(check_idempotency_key(*key));
  call.context.idempotency_key = *key;
  if (method.raw_reply) co_return co_await call_service(call);
  co_return co_await call_once(call);
}

awaitable<Result<http::Response>> ApiCalls::call_once(Call& call) {
  const Principal& principal = call.context.principal;
  const std::string caller = principal.id.empty() ? "@" + call.context.client_ip : principal.id;
  const auto hash = crypto::sha256(as_bytes(call.method.idempotency_bytes(*call.request)));
  CO_TRY(auto begun, co_await idempotency_.begin({.scope = caller + " " + std::string(call.method.full_name),
                                                  .key = call.context.idempotency_key,
                                                  .hash = to_bytes(hash)}));
  if (auto* stored = std::get_if<StoredAnswer>(&begun)) {
    http::Response response = json_response(stored->status, std::move(stored->body));
    response.headers.add("Idempotency-Replayed", "true");
    co_return response;
  }
  auto& turn = std::get<Idempotency::Turn>(begun);
  auto response = co_await call_service(call);
  Result<void> recorded;
  if (response)
    recorded = co_await turn.complete(response->status, response->body);
  else if (is_refusal(response.error()))
    recorded = co_await turn.forget();
  // The call itself is done; a repetition will be recognised by the service.
  if (!recorded)
    log_.warning("an idempotency record could not be written",
                 {{"request_id", call.context.request_id}, {"error", recorded.error().message}});
  co_return response;
}

awaitable<Result<http::Response>> ApiCalls::call_service(Call& call) {
  const rpc::MethodDescriptor& method = call.method;
  CO_TRY(const auto reply, co_await call.service.invoke(method, call.context, std::move(call.request)));
  if (method.raw_reply) {
    const rpc::RawReplyView raw = method.raw_view(*reply);
    http::Response response = json_response(raw.status, std::string(raw.body));
    response.headers.set("Content-Type", std::string(raw.content_type));
    co_return response;
  }
  std::string body;
  if (method.success_status != 204) method.append_json(body, *reply);
  http::Response response = json_response(method.success_status, std::move(body));
  if (method.session == rpc::SessionEffect::kIssue) {
    const rpc::SessionTokens tokens = method.session_tokens(*reply);
    set_session_cookies(response.headers, tokens.access_token, tokens.refresh_token, call.secure_cookies, settings_);
  }
  if (method.session == rpc::SessionEffect::kEnd) clear_session_cookies(response.headers, call.secure_cookies);
  co_return response;
}

}  // namespace coffer::gateway
