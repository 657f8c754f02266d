#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "domain/crypto/jws.h"
#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"
#include "platform/sql/testing/engines.h"
#include "services/gateway/gateway.h"
#include "services/gateway/idempotency.h"
#include "services/gateway/testing/notes_service.h"

/// For tests only: a gateway before the notes service, with an identity that the test controls.
namespace coffer::gateway::testing {

class TestIdentity final : public KeySource, public SessionCheck {
 public:
  awaitable<Result<std::string>> jwks() override {
    ++jwks_reads;
    std::string keys;
    for (const auto& key : published) keys += (keys.empty() ? "" : ",") + crypto::print_jwk(key);
    co_return R"({"keys":[)" + keys + "]}";
  }
  awaitable<Result<bool>> is_active(std::string session_id) override { co_return !ended.contains(session_id); }

  std::vector<crypto::Jwk> published;
  std::set<std::string> ended;
  int jwks_reads = 0;
};

inline crypto::JwsSigner make_signer(std::uint8_t seed) {
  Secret<32> secret;
  secret.expose_mutable()[0] = seed;
  return crypto::JwsSigner::ed25519(secret, "JWT");
}

inline nlohmann::json claims_of(Time now, std::vector<std::string> roles = {"user"}) {
  const auto seconds = to_micros(now) / 1'000'000;
  return {{"iss", "coffer"}, {"aud", "coffer"}, {"sub", "alice"}, {"sid", "session-1"},
          {"acr", 1},        {"roles", roles},  {"iat", seconds}, {"exp", seconds + 1800}};
}

class NoFormats final : public rpc::Formats {
 public:
  [[nodiscard]] bool is_evm_address(std::string_view) const override { return false; }
  [[nodiscard]] bool is_address(std::string_view) const override { return false; }
};

class LinesSink final : public telemetry::LogSink {
 public:
  void write(std::string_view line) override { text += std::string(line) + "\n"; }
  std::string text;
};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    identity_.published = {signer_.jwk()};
    EXPECT_TRUE(run(sql::migrate(*database_, migrations())).has_value());
    settings_.stream_wait = std::chrono::milliseconds{20};
  }

  template <class T>
  T run(awaitable<T> body) {
    return async::run_blocking(threads_.executor(), std::move(body));
  }

  Gateway& gateway() {
    if (!gateway_)
      gateway_.emplace(Parts{.clock = clock_,
                             .entropy = entropy_,
                             .sleeper = sleeper_,
                             .database = *database_,
                             .metrics = metrics_,
                             .log = telemetry::Log(clock_, sink_, telemetry::Level::kInfo),
                             .formats = formats_,
                             .keys = identity_,
                             .sessions = identity_,
                             .services = {&notes_},
                             .checks = {},
                             .openapi = R"({"openapi":"3.1.0"})",
                             .web = web_,
                             .settings = settings_});
    return *gateway_;
  }

  std::string token(std::vector<std::string> roles = {"user"}) {
    return signer_.sign(as_bytes(claims_of(clock_.now(), std::move(roles)).dump())).value();
  }

  static http::Request request(http::Method method, std::string target, http::Headers headers = {},
                               std::string body = {}) {
    http::Request out;
    out.method = method;
    out.target = std::move(target);
    out.path = out.target.substr(0, out.target.find('?'));
    if (out.path.size() < out.target.size()) out.query = out.target.substr(out.path.size() + 1);
    out.headers = std::move(headers);
    if (!body.empty()) out.headers.add("Content-Type", "application/json");
    out.headers.add("Host", "coffer.test");
    out.body = std::move(body);
    out.client_ip = "192.0.2.1";
    return out;
  }

  http::Response send(http::Request request) { return run(gateway().handle(std::move(request))); }
  http::Response get(std::string target, http::Headers headers = {}) {
    return send(request(http::Method::kGet, std::move(target), std::move(headers)));
  }
  http::Response post(std::string target, std::string body, http::Headers headers = {}) {
    return send(request(http::Method::kPost, std::move(target), std::move(headers), std::move(body)));
  }
  http::Headers signed_in(http::Headers headers = {}) {
    headers.add("Authorization", "Bearer " + token());
    return headers;
  }

  static nlohmann::json error_of(const http::Response& response) {
    return nlohmann::json::parse(response.body).at("error");
  }
  static std::string text_of(const http::Response& response) {
    return nlohmann::json::parse(response.body).at("text").get<std::string>();
  }

  async::IoThreads threads_;
  ManualClock clock_{parse_rfc3339("2026-01-02T03:04:05Z").value()};
  async::SteadySleeper sleeper_{clock_};
  SeededEntropy entropy_{1};
  sql::testing::TestDatabase database_{sql::testing::TestEngine::kSqliteMemory, threads_.executor()};
  telemetry::Metrics metrics_;
  LinesSink sink_;
  NoFormats formats_;
  crypto::JwsSigner signer_ = make_signer(1);
  TestIdentity identity_;
  NotesService notes_;
  http::StaticFiles* web_ = nullptr;
  Settings settings_;
  std::optional<Gateway> gateway_;
};

}  // namespace coffer::gateway::testing
