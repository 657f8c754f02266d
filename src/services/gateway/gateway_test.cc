#include "services/gateway/gateway.h"

#include <filesystem>
#include <fstream>

#include "platform/async/task_group.h"
#include "services/gateway/testing/gateway_fixture.h"

namespace coffer::gateway {
namespace {

using testing::GatewayTest;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(GatewayTest, calls_the_method_of_a_route) {
  const auto response = post("/v1/notes", R"({"text":"hello"})", signed_in());
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(text_of(response), "Create 1 hello");
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
}

TEST_F(GatewayTest, hands_on_who_calls_and_how) {
  post("/v1/notes", "{}", signed_in({{"X-Request-Id", "abc"}, {"User-Agent", "test"}, {"Idempotency-Key", "k"}}));
  const CallContext call = notes_.last_call();
  EXPECT_EQ(call.request_id, "abc");
  EXPECT_TRUE(call.principal.is_user("alice"));
  EXPECT_EQ(call.idempotency_key, "k");
  EXPECT_EQ(call.client_ip, "192.0.2.1");
  EXPECT_EQ(call.user_agent, "test");
  EXPECT_EQ(call.deadline, clock_.now() + std::chrono::seconds{30});
}

TEST_F(GatewayTest, tells_errors_in_the_one_form) {
  const auto response = post("/v1/notes", R"({"text":"bad"})", signed_in({{"X-Request-Id", "abc"}}));
  EXPECT_EQ(response.status, 400);
  const auto error = error_of(response);
  EXPECT_EQ(error.at("code"), "VALIDATION_ERROR");
  EXPECT_EQ(error.at("request_id"), "abc");
  EXPECT_EQ(error.at("timestamp"), "2026-01-02T03:04:05Z");
  EXPECT_EQ(error.at("details").at("field"), "text");
}

TEST_F(GatewayTest, hides_what_went_wrong_inside_and_logs_it) {
  notes_.answer = [](const CallContext&, std::string) -> awaitable<Result<std::string>> {
    co_return fail(internal("the disk is on fire"));
  };
  const auto response = post("/v1/notes", "{}", signed_in());
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("fire")));
  EXPECT_THAT(sink_.text, HasSubstr("the disk is on fire"));
}

TEST_F(GatewayTest, answers_404_and_405) {
  EXPECT_EQ(get("/v1/nothing").status, 404);
  const auto response = get("/v1/notes");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.get("Allow"), "POST");
  EXPECT_EQ(error_of(response).at("code"), "METHOD_NOT_ALLOWED");
}

TEST_F(GatewayTest, asks_for_a_token_before_it_looks_at_the_body) {
  const auto response = post("/v1/notes", "not json");
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(response.headers.get("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(notes_.calls, 0);
}

TEST_F(GatewayTest, holds_callers_to_their_roles_and_assurance) {
  EXPECT_EQ(get("/v1/all", signed_in()).status, 403);
  EXPECT_EQ(get("/v1/all", {{"Authorization", "Bearer " + token({"admin"})}}).status, 200);
  EXPECT_EQ(get("/v1/vault", signed_in()).status, 403);
}

TEST_F(GatewayTest, lets_a_public_route_be_called_with_a_token_that_ended) {
  identity_.ended.insert("session-1");
  EXPECT_EQ(get("/v1/notes/latest", signed_in()).status, 200);
  EXPECT_EQ(get("/v1/notes/1", signed_in()).status, 401);
}

TEST_F(GatewayTest, takes_the_session_cookie_from_our_own_site_only) {
  const std::string cookie = "coffer_access=" + token();
  EXPECT_EQ(post("/v1/notes", "{}", {{"Cookie", cookie}, {"Origin", "http://coffer.test"}}).status, 201);
  EXPECT_EQ(post("/v1/notes", "{}", {{"Cookie", cookie}, {"Origin", "https://evil.test"}}).status, 403);
  EXPECT_EQ(get("/v1/notes/1", {{"Cookie", cookie}, {"Origin", "https://evil.test"}}).status, 200);
}

TEST_F(GatewayTest, sets_and_clears_the_session_cookies) {
  const auto in = post("/v1/login", "{}");
  EXPECT_EQ(in.headers.count("Set-Cookie"), 2U);
  EXPECT_THAT(std::string(*in.headers.get("Set-Cookie")), HasSubstr("coffer_access=new-access; Path=/; Max-Age=1800"));
  const auto out = post("/v1/logout", "", signed_in());
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(out.body.empty());
  EXPECT_THAT(std::string(*out.headers.get("Set-Cookie")), HasSubstr("Max-Age=0"));
}

TEST_F(GatewayTest, refuses_other_media_types_and_large_bodies) {
  http::Request form = request(http::Method::kPost, "/v1/notes", signed_in({{"Content-Type", "text/plain"}}));
  form.body = "{}";
  EXPECT_EQ(send(form).status, 415);
  EXPECT_EQ(post("/v1/notes", R"({"text":")" + std::string(1000, 'x') + "\"}", signed_in()).status, 413);
}

TEST_F(GatewayTest, unpacks_no_body) {
  EXPECT_EQ(post("/v1/notes", R"({"text":"a"})", signed_in({{"Content-Encoding", "gzip"}})).status, 415);
  EXPECT_EQ(post("/v1/notes", R"({"text":"a"})", signed_in({{"Content-Encoding", "identity"}})).status, 201);
}

TEST_F(GatewayTest, refuses_unknown_fields_by_name) {
  EXPECT_EQ(error_of(post("/v1/notes", R"({"txet":"a"})", signed_in())).at("details").at("field"), "txet");
}

TEST_F(GatewayTest, limits_callers_and_says_when_to_come_back) {
  settings_.caller_limits.fill({.per_minute = 60, .burst = 2});
  EXPECT_EQ(get("/v1/notes/1", signed_in()).headers.get("RateLimit-Remaining"), "1");
  EXPECT_EQ(get("/v1/notes/1", signed_in()).status, 200);
  const auto refused = get("/v1/notes/1", signed_in());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.get("Retry-After"), "1");
  EXPECT_EQ(refused.headers.get("RateLimit-Limit"), "2");
  EXPECT_EQ(refused.headers.get("RateLimit-Remaining"), "0");
}

TEST_F(GatewayTest, limits_addresses_before_it_looks_at_tokens) {
  settings_.address_limits.fill({.per_minute = 60, .burst = 1});
  EXPECT_EQ(get("/v1/notes/1").status, 401);
  EXPECT_EQ(get("/v1/notes/1").status, 429);
}

TEST_F(GatewayTest, answers_a_preflight_for_allowed_origins) {
  settings_.allowed_origins = {"https://app.test"};
  const auto response = send(request(http::Method::kOptions, "/v1/notes",
                                     {{"Origin", "https://app.test"}, {"Access-Control-Request-Method", "POST"}}));
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), "https://app.test");
  EXPECT_THAT(std::string(*response.headers.get("Access-Control-Allow-Headers")), HasSubstr("Idempotency-Key"));
}

TEST_F(GatewayTest, replays_the_answer_of_an_idempotency_key) {
  const auto first = post("/v1/notes", R"({"text":"a"})", signed_in({{"Idempotency-Key", "k"}}));
  EXPECT_FALSE(first.headers.get("Idempotency-Replayed"));
  const auto again = post("/v1/notes", R"({ "text" : "a" })", signed_in({{"Idempotency-Key", "k"}}));
  EXPECT_EQ(again.headers.get("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(notes_.calls, 1);
  EXPECT_EQ(post("/v1/notes", R"({"text":"b"})", signed_in({{"Idempotency-Key", "k"}})).status, 409);
  EXPECT_EQ(error_of(post("/v1/notes", "{}", signed_in({{"Idempotency-Key", ""}}))).at("details").at("field"),
            "Idempotency-Key");
}

awaitable<Result<void>> send_one(Gateway& gateway, http::Request request, std::vector<std::string>& bodies) {
  bodies.push_back((co_await gateway.handle(std::move(request))).body);
  co_return Result<void>{};
}

TEST_F(GatewayTest, makes_one_call_of_a_hundred_parallel_equal_requests) {
  notes_.answer = [this](const CallContext&, std::string) -> awaitable<Result<std::string>> {
    (void)co_await sleeper_.sleep_for(std::chrono::milliseconds{20});
    co_return std::to_string(notes_.calls);
  };
  std::vector<std::string> bodies;
  async::TaskGroup group(threads_.executor(), nullptr);
  for (int i = 0; i < 100; ++i)
    group.spawn("send", send_one(gateway(),
                                 request(http::Method::kPost, "/v1/notes", signed_in({{"Idempotency-Key", "k"}}), "{}"),
                                 bodies));
  async::run_blocking(threads_.executor(), group.join());
  EXPECT_EQ(bodies, std::vector<std::string>(100, R"({"text":"1"})"));
}

TEST_F(GatewayTest, calls_again_when_the_first_call_had_no_answer) {
  notes_.answer = [this](const CallContext&, std::string) -> awaitable<Result<std::string>> {
    if (notes_.calls == 1) co_return fail(unavailable("away"));
    co_return "done";
  };
  EXPECT_EQ(post("/v1/notes", "{}", signed_in({{"Idempotency-Key", "k"}})).status, 503);
  EXPECT_EQ(post("/v1/notes", "{}", signed_in({{"Idempotency-Key", "k"}})).status, 201);
}

TEST_F(GatewayTest, serves_its_own_documents) {
  EXPECT_EQ(*get("/openapi.json").shared_body, R"({"openapi":"3.1.0"})");
  for (const char* path : {"/docs", "/docs/docs.js", "/docs/docs.css", "/health", "/health/live", "/health/ready"})
    EXPECT_EQ(get(path).status, 200) << path;
  EXPECT_THAT(get("/docs").body, Not(HasSubstr("//")));
}

TEST_F(GatewayTest, counts_by_route_and_never_by_what_a_path_holds) {
  get("/v1/notes/very-private", signed_in());
  const std::string text = get("/metrics").body;
  EXPECT_THAT(text, HasSubstr(R"(coffer_http_requests_total{method="GET",route="/v1/notes/{id}",status="200"} 1)"));
  EXPECT_THAT(text, Not(HasSubstr("very-private")));
}

TEST_F(GatewayTest, logs_one_line_a_request_without_secrets) {
  post("/v1/notes?key=hunter2", R"({"text":"hunter2"})", signed_in({{"Cookie", "x=hunter2"}}));
  EXPECT_THAT(sink_.text, HasSubstr(R"("message":"request")"));
  EXPECT_THAT(sink_.text, HasSubstr(R"("user_id":"alice")"));
  EXPECT_THAT(sink_.text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(sink_.text, Not(HasSubstr("Bearer")));
}

TEST_F(GatewayTest, gives_refusals_of_the_server_the_same_form) {
  const auto response = gateway().refuse(431, "the header is too large");
  EXPECT_EQ(response.status, 431);
  EXPECT_EQ(error_of(response).at("code"), "VALIDATION_ERROR");
  EXPECT_TRUE(response.headers.get("X-Request-Id"));
}

class GatewayWebTest : public GatewayTest {
 protected:
  GatewayWebTest() {
    std::ofstream(folder_ / "index.html") << "<html>";
    web_ = &files_;
  }
  ~GatewayWebTest() override { std::filesystem::remove_all(folder_); }

  static std::string make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "coffer-web-XXXXXX").string();
    return ::mkdtemp(pattern.data());
  }

  std::filesystem::path folder_ = make_folder();
  http::StaticFiles files_{{.root = folder_.string()}};
};

TEST_F(GatewayWebTest, serves_the_web_app_where_the_api_has_nothing) {
  const auto response = get("/wallets/7", {{"Accept", "text/html"}});
  ASSERT_TRUE(response.shared_body);
  EXPECT_EQ(*response.shared_body, "<html>");
  EXPECT_THAT(std::string(*response.headers.get("Content-Security-Policy")), HasSubstr("script-src 'self'"));
  EXPECT_EQ(get("/v1/nothing", {{"Accept", "text/html"}}).status, 404);
}

TEST_F(GatewayWebTest, tells_a_program_that_a_path_does_not_exist) {
  const auto response = get("/wallets/7");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(error_of(response).at("code"), "NOT_FOUND");
}

TEST_F(GatewayWebTest, shows_a_browser_the_page_of_a_path_that_the_api_posts_to) {
  EXPECT_EQ(get("/login", {{"Accept", "text/html"}}).status, 200);
  EXPECT_EQ(get("/login").status, 405);
}

}  // namespace
}  // namespace coffer::gateway
