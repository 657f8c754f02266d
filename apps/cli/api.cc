#include "apps/cli/api.h"

#include "base/id.h"
#include "base/secret.h"
#include "platform/async/run_blocking.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

using namespace std::chrono_literals;

constexpr Duration kCallTimeout = 75s;
/// A token that ends sooner is exchanged before it is used.
constexpr Duration kTokenReserve = 20s;

Error not_signed_in() { return unauthenticated("nobody is signed in; run: coffer login"); }

/// The error body of the API.
Error error_of(const Api::Answer& answer) {
  const Json error = answer.body.is_object() ? answer.body.value("error", Json::object()) : Json::object();
  if (!error.is_object() || !error.contains("code"))
    return internal("the server answered " + std::to_string(answer.status) + " without saying why");
  Error out{
      .code = error_code_from_name(error.value("code", "")), .message = error.value("message", ""), .details = {}};
  if (const auto details = error.find("details"); details != error.end() && details->is_object())
    for (const auto& [name, value] : details->items())
      out.details[name] = value.is_string() ? value.get<std::string>() : value.dump();
  out.details["request_id"] = error.value("request_id", "");
  return out;
}

http::ClientRequest request_for(http::Method method, std::string url) {
  http::ClientRequest request;
  request.method = method;
  request.url = std::move(url);
  request.timeout = kCallTimeout;
  request.idempotent = method == http::Method::kGet;
  request.headers.add("Accept", "application/json");
  request.headers.add("User-Agent", "coffer-cli");
  return request;
}

http::ClientRequest post_request(std::string url, std::string body, const std::string& key) {
  http::ClientRequest request = request_for(http::Method::kPost, std::move(url));
  request.headers.add("Content-Type", "application/json");
  if (!key.empty()) {
    request.headers.add("Idempotency-Key", key);
    request.idempotent = true;
  }
  request.body = std::move(body);
  return request;
}

}  // namespace

Api::Api(Settings settings, const Credentials& credentials)
    : settings_(std::move(settings)), credentials_(credentials) {}
Api::~Api() = default;

Result<std::unique_ptr<Api>> Api::create(Settings settings, const Credentials& credentials) {
  while (settings.url.ends_with('/')) settings.url.pop_back();
  if (const auto url = http::parse_url(settings.url); !url)
    return fail(invalid_field("url", "the server's address must be a URL such as http://127.0.0.1:3000"));
  std::unique_ptr<Api> api(new Api(std::move(settings), credentials));
  http::ClientSettings client;
  client.tls.ca_file = api->settings_.ca_file;
  COFFER_TRY(api->client_, http::make_client(client, api->sleeper_, api->entropy_));
  return api;
}

Result<Api::Answer> Api::send(http::ClientRequest request) {
  Result<http::ClientResponse> response = async::run_blocking(executor(), client_->send(std::move(request)));
  if (!response) {
    if (response.error().code != ErrorCode::kUnavailable) return fail(std::move(response).error());
    return fail(unavailable("no server answers at " + settings_.url + "; run: coffer doctor"));
  }
  Answer answer{.status = response->status, .headers = std::move(response->headers), .body = {}};
  answer.body = Json::parse(response->body, nullptr, false);
  if (answer.body.is_discarded()) answer.body = Json();
  return answer;
}

Result<Json> Api::call(http::ClientRequest request, As as) {
  std::string token;
  if (as == As::kUser) {
    COFFER_TRY(token, access_token());
    request.headers.set("Authorization", "Bearer " + token);
  }
  COFFER_TRY(Answer answer, send(request));
  if (answer.status == 401 && as == As::kUser && settings_.token.empty()) {
    COFFER_TRY(token, exchange(token));
    request.headers.set("Authorization", "Bearer " + token);
    COFFER_TRY(answer, send(request));
  }
  wipe_container(request.body);
  if (answer.status >= 400) return fail(error_of(answer));
  return std::move(answer.body);
}

Result<Json> Api::get(const std::string& path, As as) {
  return call(request_for(http::Method::kGet, settings_.url + path), as);
}

Result<Json> Api::post(const std::string& path, const Json& body, As as) {
  return call(post_request(settings_.url + path, body.dump(), {}), as);
}

Result<Json> Api::post_once(const std::string& path, const Json& body, const std::string& key) {
  return call(post_request(settings_.url + path, body.dump(), key), As::kUser);
}

Result<Json> Api::post_secret(const std::string& path, std::string body, As as, const std::string& key) {
  return call(post_request(settings_.url + path, std::move(body), key), as);
}

Result<Api::Answer> Api::look(const std::string& path) {
  http::ClientRequest request = request_for(http::Method::kGet, settings_.url + path);
  request.timeout = 5s;
  return send(std::move(request));
}

Result<Json> Api::list(const std::string& path, const std::string& name, std::size_t limit) {
  Json items = Json::array();
  std::string token;
  do {
    const std::string separator = path.find('?') == std::string::npos ? "?" : "&";
    const std::string size = "page_size=" + std::to_string(std::min<std::size_t>(limit - items.size(), 100));
    const std::string next = token.empty() ? "" : "&page_token=" + http::percent_encode(token);
    COFFER_TRY(const Json page, get(path + separator + size + next));
    for (const Json& item : page.value(name, Json::array())) items.push_back(item);
    token = page.value("next_page_token", "");
  } while (!token.empty() && items.size() < limit);
  return items;
}

Result<void> Api::keep(const Json& tokens) {
  const Json user = tokens.value("user", Json::object());
  return credentials_.save(settings_.url,
                           {.email = user.value("email", ""),
                            .access_token = tokens.value("access_token", ""),
                            .refresh_token = tokens.value("refresh_token", ""),
                            .expires_at = clock_.now() + std::chrono::seconds(tokens.value("expires_in", 0))});
}

Result<std::string> Api::access_token() {
  if (!settings_.token.empty()) return settings_.token;
  COFFER_TRY(const std::optional<Session> session, credentials_.find(settings_.url));
  if (!session) return fail(not_signed_in());
  if (session->expires_at > clock_.now() + kTokenReserve) return session->access_token;
  return exchange(session->access_token);
}

Result<std::string> Api::exchange(const std::string& stale) {
  COFFER_TRY(const Credentials::Lock lock, credentials_.lock());
  COFFER_TRY(const std::optional<Session> session, credentials_.find(settings_.url));
  if (!session) return fail(not_signed_in());
  if (session->access_token != stale) return session->access_token;
  Result<Json> tokens = post("/v1/auth/refresh", {{"refresh_token", session->refresh_token}}, As::kNobody);
  if (!tokens && tokens.error().code == ErrorCode::kAuthentication) {
    COFFER_CHECK(credentials_.remove(settings_.url));
    return fail(unauthenticated("the session of " + session->email + " has ended; run: coffer login"));
  }
  if (!tokens) return fail(std::move(tokens).error());
  COFFER_CHECK(keep(*tokens));
  return tokens->value("access_token", "");
}

Result<std::string> Api::fresh_key() { return new_id(clock_, entropy_); }

std::string query(const std::map<std::string, std::string>& values) {
  std::string out;
  for (const auto& [name, value] : values)
    if (!value.empty()) out += (out.empty() ? "?" : "&") + name + "=" + http::percent_encode(value);
  return out;
}

}  // namespace coffer::cli
