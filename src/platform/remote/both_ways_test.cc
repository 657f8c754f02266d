#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/this_coro.hpp>
#include <string>
#include <vector>

#include "platform/async/run_blocking.h"
#include "platform/async/task_group.h"
#include "platform/async/timeout.h"
#include "platform/remote/testing/processes.h"

/// What holds of every call, whether the service is here or in another process.
namespace coffer::remote {
namespace {

using probe::v1::EchoReply;
using probe::v1::EchoRequest;
using probe::v1::Nothing;
using probe::v1::ProbeApi;
using testing::ProbeService;

class Here {
 public:
  ProbeApi& suite() { return process_.reach().as("suite"); }
  rpc::Service& edge() { return process_.reach().edge(); }
  ProbeService& service() { return process_.service(); }
  std::string metrics() { return process_.metrics().text(); }

 private:
  testing::ProbeProcess process_;
};

class Elsewhere {
 public:
  ProbeApi& suite() { return suite_.reach().as("suite"); }
  rpc::Service& edge() { return gateway_.reach().edge(); }
  ProbeService& service() { return process_.service(); }
  std::string metrics() { return process_.metrics().text(); }

 private:
  testing::TestPki pki_;
  testing::ProbeProcess process_;
  std::uint16_t port_ = process_.listen(pki_.identity({"probe"}));
  testing::CallingProcess suite_{pki_.identity({"suite"}), port_};
  testing::CallingProcess gateway_{pki_.identity({"gateway"}), port_};
};

CallContext user(int assurance = 1, std::vector<std::string> roles = {"user"}) {
  CallContext call;
  call.principal = {.kind = Principal::Kind::kUser,
                    .id = "0192-user",
                    .session_id = "0192-session",
                    .roles = std::move(roles),
                    .scopes = {"wallets:read"},
                    .assurance = assurance};
  return call;
}

EchoRequest text(std::string text) {
  EchoRequest request;
  request.set_text(std::move(text));
  return request;
}

template <class T>
awaitable<Result<void>> without_value(awaitable<Result<T>> body) {
  CO_CHECK(co_await std::move(body));
  co_return Result<void>();
}

awaitable<void> until(ProbeService& service, std::atomic<int>& count, int wanted) {
  for (;;) {
    const auto seen = service.changed.version();
    if (count == wanted) co_return;
    if (!co_await service.changed.wait(seen)) co_return;
  }
}

template <class Way>
class BothWays : public ::testing::Test {
 protected:
  Way way_;

  template <class T>
  T run(awaitable<T> body) {
    return async::run_blocking(std::move(body));
  }
  /// Calls a method of the probe as the service `suite`.
  template <class Reply, class Request>
  Result<Reply> call(boost::asio::awaitable<Result<Reply>> (ProbeApi::*method)(const CallContext&, Request),
                     const CallContext& context = {}, Request request = {}) {
    return run((way_.suite().*method)(context, std::move(request)));
  }
  /// Calls it as the gateway does for a client.
  Result<rpc::MessagePtr> call_at_edge(std::string_view name, const CallContext& context = {}) {
    rpc::Service& service = way_.edge();
    for (const rpc::MethodDescriptor& method : service.descriptor().methods)
      if (method.name == name) return run(service.invoke(method, context, method.make_request()));
    throw std::logic_error("no such method");
  }
};

using Ways = ::testing::Types<Here, Elsewhere>;
class WayNames {
 public:
  template <class Way>
  static std::string GetName(int /*index*/) {
    return std::is_same_v<Way, Here> ? "here" : "elsewhere";
  }
};
TYPED_TEST_SUITE(BothWays, Ways, WayNames);

TYPED_TEST(BothWays, requests_and_replies_arrive) {
  for (const std::string& sent : {std::string(), std::string("Grüße, 世界"), std::string(500'000, 'x')}) {
    const auto reply = this->call(&ProbeApi::echo, {}, text(sent));
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->text(), sent);
  }
}

TYPED_TEST(BothWays, the_context_rides_along) {
  CallContext context = user(2, {"user", "support"});
  context.request_id = "req-1";
  context.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  context.idempotency_key = "key-1";
  context.client_ip = "192.0.2.1";
  context.user_agent = "agent \xff\x01";  // whatever a client sends
  const EchoReply seen = this->call(&ProbeApi::echo, context, text("")).value();
  EXPECT_EQ(seen.request_id(), context.request_id);
  EXPECT_EQ(seen.traceparent(), context.traceparent);
  EXPECT_EQ(seen.principal_kind(), "user");
  EXPECT_EQ(seen.principal_id(), "0192-user");
  EXPECT_EQ(seen.session_id(), "0192-session");
  EXPECT_EQ(std::vector<std::string>(seen.roles().begin(), seen.roles().end()), context.principal.roles);
  EXPECT_EQ(std::vector<std::string>(seen.scopes().begin(), seen.scopes().end()), context.principal.scopes);
  EXPECT_EQ(seen.assurance(), 2);
  EXPECT_EQ(seen.idempotency_key(), context.idempotency_key);
  EXPECT_EQ(seen.client_ip(), context.client_ip);
  EXPECT_EQ(seen.user_agent(), context.user_agent);
}

TYPED_TEST(BothWays, a_service_calls_for_itself_or_for_nobody) {
  EXPECT_EQ(this->call(&ProbeApi::echo, CallContext::internal("suite"), text(""))->principal_kind(), "service");
  EXPECT_EQ(this->call(&ProbeApi::echo, {}, text(""))->principal_kind(), "anonymous");
}

TYPED_TEST(BothWays, failures_arrive_whole) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::kUnavailable); ++code) {
    const Error error{.code = static_cast<ErrorCode>(code),
                      .message = "EIP-2: s above half order, Grüße \xff",
                      .details = {{"field", "accounts[2].address"}, {"rule", "daily limit"}, {"empty", ""}}};
    probe::v1::FailRequest request;
    request.set_code(std::string(error_code_name(error.code)));
    request.set_message(error.message);
    request.mutable_details()->insert(error.details.begin(), error.details.end());
    const auto reply = this->call(&ProbeApi::fail, {}, request);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error(), error);
  }
}

TYPED_TEST(BothWays, a_bug_is_an_internal_error) {
  const auto reply = this->call(&ProbeApi::crash);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error(), internal("exception: a bug"));
}

TYPED_TEST(BothWays, roles_are_held_against_the_contract) {
  EXPECT_EQ(this->call(&ProbeApi::for_users).error(), unauthenticated("sign in first"));
  EXPECT_TRUE(this->call(&ProbeApi::for_users, user()));
  EXPECT_EQ(this->call(&ProbeApi::for_admins, user()).error(), forbidden("your roles do not allow this"));
  EXPECT_TRUE(this->call(&ProbeApi::for_admins, user(1, {"admin"})));
  EXPECT_EQ(this->call(&ProbeApi::after_step_up, user(1)).error().details.at("reason"), "step_up_required");
  EXPECT_TRUE(this->call(&ProbeApi::after_step_up, user(2)));
}

TYPED_TEST(BothWays, a_service_calls_only_what_names_it) {
  const Error refusal = forbidden("the contract does not name this caller of the method");
  EXPECT_TRUE(this->call(&ProbeApi::for_suite));
  EXPECT_EQ(this->call(&ProbeApi::for_signer).error(), refusal);
  EXPECT_EQ(this->call(&ProbeApi::for_clients).error(), refusal);
}

TYPED_TEST(BothWays, the_gateway_passes_on_what_is_for_clients) {
  EXPECT_TRUE(this->call_at_edge("ForClients"));
  EXPECT_TRUE(this->call_at_edge("ForUsers", user()));
  EXPECT_EQ(this->call_at_edge("ForSuite", user()).error(), forbidden("your roles do not allow this"));
  EXPECT_EQ(this->call_at_edge("ForSuite").error(), unauthenticated("sign in first"));
}

TYPED_TEST(BothWays, the_rules_of_fields_are_checked) {
  EchoRequest request;
  request.set_label("two\nlines");
  const auto reply = this->call(&ProbeApi::echo, {}, request);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kValidation);
  EXPECT_EQ(reply.error().details.at("field"), "label");
}

TYPED_TEST(BothWays, a_request_has_a_largest_size) {
  EXPECT_TRUE(this->call(&ProbeApi::small, {}, text(std::string(90, 'x'))));
  const auto reply = this->call(&ProbeApi::small, {}, text(std::string(200, 'x')));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error(), (Error{.code = ErrorCode::kPayloadTooLarge,
                                  .message = "the request must have at most 100 bytes",
                                  .details = {}}));
}

TYPED_TEST(BothWays, nothing_begins_after_its_deadline) {
  CallContext context;
  context.deadline = SystemClock().now() - std::chrono::seconds(1);
  EXPECT_EQ(this->call(&ProbeApi::count, context).error(), async::deadline_exceeded());
  EXPECT_EQ(this->way_.service().counted, 0);
}

TYPED_TEST(BothWays, the_nearer_deadline_counts) {
  CallContext context;
  context.deadline = SystemClock().now() + std::chrono::seconds(10);
  const auto given = this->call(&ProbeApi::echo, context, text("")).value().left_ms();
  EXPECT_GT(given, 0);
  EXPECT_LE(given, 10'000);
  context.deadline = SystemClock().now() + std::chrono::hours(1);
  EXPECT_LE(this->call(&ProbeApi::echo, context, text(""))->left_ms(), 30'000);
}

TYPED_TEST(BothWays, what_takes_too_long_is_cancelled) {
  ProbeService& service = this->way_.service();
  // A call whose time is over before it arrives does not begin; then another is made.
  for (int tries = 0; service.cancelled == 0 && tries < 50; ++tries) {
    EXPECT_EQ(this->call(&ProbeApi::wait_briefly).error(), async::deadline_exceeded());
    this->run(until(service, service.waiting, 0));
  }
  EXPECT_GE(service.cancelled, 1);
}

TYPED_TEST(BothWays, a_caller_that_goes_cancels_its_call) {
  ProbeService& service = this->way_.service();
  const CallContext context;
  EXPECT_TRUE(this->run(
      async::finishes_before(until(service, service.waiting, 1), without_value(this->way_.suite().wait(context, {})))));
  this->run(until(service, service.waiting, 0));
  EXPECT_EQ(service.cancelled, 1);
}

awaitable<void> ask_many(ProbeApi& api, ProbeService& service, int many, std::atomic<int>& answered) {
  const CallContext context;
  async::TaskGroup tasks(co_await boost::asio::this_coro::executor, nullptr);
  const auto one = [](ProbeApi& asked, const CallContext& call, std::atomic<int>& count) -> awaitable<Result<void>> {
    CO_CHECK(co_await asked.wait(call, {}));
    ++count;
    co_return Result<void>();
  };
  for (int i = 0; i < many; ++i) tasks.spawn("ask", one(api, context, answered));
  co_await until(service, service.waiting, many);
  service.release.notify();
  co_await tasks.join();
}

TYPED_TEST(BothWays, many_calls_wait_at_once) {
  std::atomic<int> answered = 0;
  this->run(ask_many(this->way_.suite(), this->way_.service(), 300, answered));
  EXPECT_EQ(answered, 300);
}

TYPED_TEST(BothWays, every_call_is_counted_where_the_service_is) {
  EXPECT_TRUE(this->call(&ProbeApi::for_suite));
  EXPECT_FALSE(this->call(&ProbeApi::for_signer));
  const std::string metrics = this->way_.metrics();
  const auto counted = [&](const std::string& method, const std::string& code) {
    return metrics.find("coffer_rpc_requests_total{code=\"" + code + "\",method=\"coffer.probe.v1.Probe/" + method +
                        "\"} 1") != std::string::npos;
  };
  EXPECT_TRUE(counted("ForSuite", "OK")) << metrics;
  EXPECT_TRUE(counted("ForSigner", "AUTHORIZATION_ERROR")) << metrics;
}

}  // namespace
}  // namespace coffer::remote
