#include "services/gateway/tokens.h"

#include <gtest/gtest.h>

#include "services/gateway/testing/gateway_fixture.h"

namespace coffer::gateway {
namespace {

using namespace std::chrono_literals;
using testing::claims_of;
using testing::make_signer;

class TokensTest : public ::testing::Test {
 protected:
  TokensTest() { identity_.published = {signer_.jwk()}; }

  Result<Principal> verify(const std::string& token) { return async::run_blocking(tokens_.verify(token)); }
  std::string sign(const nlohmann::json& claims) { return signer_.sign(as_bytes(claims.dump())).value(); }
  void expect_refused(const nlohmann::json& claims) {
    EXPECT_EQ(verify(sign(claims)).error().code, ErrorCode::kAuthentication) << claims.dump();
  }

  ManualClock clock_{parse_rfc3339("2026-01-02T03:04:05Z").value()};
  Settings settings_;
  crypto::JwsSigner signer_ = make_signer(1);
  testing::TestIdentity identity_;
  telemetry::Metrics metrics_;
  Tokens tokens_{identity_, identity_, clock_, settings_, metrics_};
};

TEST_F(TokensTest, say_who_is_calling) {
  const auto principal = verify(sign(claims_of(clock_.now(), {"user", "admin"}))).value();
  EXPECT_TRUE(principal.is_user("alice"));
  EXPECT_EQ(principal.session_id, "session-1");
  EXPECT_TRUE(principal.has_role("admin"));
  EXPECT_EQ(principal.assurance, 1);
}

TEST_F(TokensTest, end_with_their_time) {
  const std::string token = sign(claims_of(clock_.now()));
  EXPECT_TRUE(verify(token).has_value());
  clock_.advance(30min);
  EXPECT_EQ(verify(token).error().code, ErrorCode::kAuthentication);
}

TEST_F(TokensTest, end_with_their_session) {
  const std::string token = sign(claims_of(clock_.now()));
  EXPECT_TRUE(verify(token).has_value());
  identity_.ended.insert("session-1");
  EXPECT_EQ(verify(token).error().code, ErrorCode::kAuthentication);
}

TEST_F(TokensTest, are_refused_with_claims_that_are_not_ours) {
  for (const char* name : {"iss", "aud", "sub", "sid", "exp"}) {
    auto claims = claims_of(clock_.now());
    claims.erase(name);
    expect_refused(claims);
  }
  auto other = claims_of(clock_.now());
  other["aud"] = "another";
  expect_refused(other);
  expect_refused(claims_of(clock_.now() + 10min));
}

TEST_F(TokensTest, are_refused_under_an_unknown_or_another_key) {
  const std::string token = make_signer(2).sign(as_bytes(claims_of(clock_.now()).dump())).value();
  EXPECT_EQ(verify(token).error().code, ErrorCode::kAuthentication);
}

TEST_F(TokensTest, are_refused_when_changed_or_malformed) {
  std::string token = sign(claims_of(clock_.now()));
  token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {token, std::string{}, std::string("a.b.c"), std::string(20'000, 'a')})
    EXPECT_EQ(verify(bad).error().code, ErrorCode::kAuthentication);
}

TEST_F(TokensTest, are_refused_without_a_signature) {
  const auto part = [](const std::string& text) { return base64url(as_bytes(text)); };
  const std::string claims = part(claims_of(clock_.now()).dump());
  EXPECT_FALSE(verify(part(R"({"alg":"none","kid":")" + signer_.jwk().kid + "\"}") + "." + claims + ".").has_value());
}

TEST_F(TokensTest, follow_a_rotation_of_keys) {
  EXPECT_TRUE(verify(sign(claims_of(clock_.now()))).has_value());
  signer_ = make_signer(2);
  identity_.published.push_back(signer_.jwk());
  clock_.advance(10s);
  EXPECT_TRUE(verify(sign(claims_of(clock_.now()))).has_value());
}

TEST_F(TokensTest, read_the_keys_again_only_now_and_then) {
  const std::string token = make_signer(3).sign(as_bytes(claims_of(clock_.now()).dump())).value();
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(verify(token).has_value());
  EXPECT_EQ(identity_.jwks_reads, 1);
}

}  // namespace
}  // namespace coffer::gateway
