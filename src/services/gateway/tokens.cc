#include "services/gateway/tokens.h"

#include <optional>

#include "domain/crypto/jws.h"
#include "domain/crypto/sha2.h"
#include "platform/json/reader.h"

namespace coffer::gateway {
namespace {

/// How far the clocks of two machines may differ.
constexpr Duration kClockSkew = std::chrono::seconds{30};

Error invalid_token() { return unauthenticated("the access token is not valid"); }

std::string digest_of(std::string_view token) {
  const auto digest = crypto::sha256(as_bytes(token));
  return std::string(as_text(digest));
}

struct RawClaims {
  std::string issuer;
  std::string audience;
  std::string subject;
  std::string session_id;
  std::vector<std::string> roles;
  std::int64_t assurance = 0;
  std::int64_t issued_at = 0;
  std::int64_t expires_at = 0;
};

Result<void> read_claim(std::string_view name, json::Value value, RawClaims& claims) {
  if (name == "iss") return json::read_text(value, claims.issuer);
  if (name == "aud") return json::read_text(value, claims.audience);
  if (name == "sub") return json::read_text(value, claims.subject);
  if (name == "sid") return json::read_text(value, claims.session_id);
  if (name == "acr") return json::read_integer(value, claims.assurance);
  if (name == "iat") return json::read_integer(value, claims.issued_at);
  if (name == "exp") return json::read_integer(value, claims.expires_at);
  if (name != "roles") return {};
  return json::read_list(value, [&](json::Value role) { return json::read_text(role, claims.roles.emplace_back()); });
}

/// The objects of `{"keys":[…]}`, each as text.
Result<std::vector<std::string>> keys_of(std::string_view jwks) {
  std::vector<std::string> keys;
  COFFER_CHECK(json::read_document(jwks, [&](json::Value root) {
    return json::read_members(root, [&](std::string_view name, json::Value value) -> Result<void> {
      if (name != "keys") return {};
      return json::read_list(value, [&](json::Value key) { return json::read_any(key, keys.emplace_back()); });
    });
  }));
  return keys;
}

}  // namespace

Result<TokenClaims> parse_claims(std::string_view payload, const std::string& issuer, Time now) {
  RawClaims raw;
  const auto read = json::read_document(payload, [&](json::Value root) {
    return json::read_members(root,
                              [&](std::string_view name, json::Value value) { return read_claim(name, value, raw); });
  });
  if (!read || raw.subject.empty() || raw.session_id.empty()) return fail(invalid_token());
  if (raw.issuer != issuer || raw.audience != issuer) return fail(invalid_token());
  constexpr std::int64_t kLatest = 253'402'300'799;  // the end of the year 9999
  if (raw.expires_at < 0 || raw.expires_at > kLatest || raw.issued_at < 0 || raw.issued_at > kLatest)
    return fail(invalid_token());
  const Time expires_at{std::chrono::seconds{raw.expires_at}};
  const Time issued_at{std::chrono::seconds{raw.issued_at}};
  if (now >= expires_at || issued_at > now + kClockSkew) return fail(invalid_token());
  return TokenClaims{.principal = {.kind = Principal::Kind::kUser,
                                   .id = std::move(raw.subject),
                                   .session_id = std::move(raw.session_id),
                                   .roles = std::move(raw.roles),
                                   .scopes = {},
                                   .assurance = static_cast<int>(std::clamp<std::int64_t>(raw.assurance, 0, 3))},
                     .expires_at = expires_at};
}

Tokens::Tokens(KeySource& keys, SessionCheck& sessions, const Clock& clock, const Settings& settings,
               telemetry::Metrics& metrics)
    : source_(keys),
      sessions_(sessions),
      clock_(clock),
      settings_(settings),
      hits_(metrics.counter(telemetry::metric::kCacheRequests, "What was asked of caches",
                            {{"cache", "tokens"}, {"result", "hit"}})),
      misses_(metrics.counter(telemetry::metric::kCacheRequests, "What was asked of caches",
                              {{"cache", "tokens"}, {"result", "miss"}})) {}

awaitable<Result<Principal>> Tokens::verify(std::string token) {
  CO_TRY(const TokenClaims claims, co_await claims_of(std::move(token)));
  CO_TRY(const bool active, co_await sessions_.is_active(claims.principal.session_id));
  if (!active) co_return fail(invalid_token());
  co_return claims.principal;
}

awaitable<Result<TokenClaims>> Tokens::claims_of(std::string token) {
  const std::string digest = digest_of(token);
  auto known = cached(digest);
  (known ? hits_ : misses_).Increment();
  if (known) {
    if (clock_.now() >= known->expires_at) co_return fail(invalid_token());
    co_return *std::move(known);
  }
  const auto header = crypto::parse_jws_header(token);
  if (!header || header->key_id.empty()) co_return fail(invalid_token());
  CO_TRY(const crypto::Jwk key, co_await find_key(header->key_id));
  const auto payload = crypto::verify_jws(token, key);
  if (!payload) co_return fail(invalid_token());
  CO_TRY(TokenClaims claims, parse_claims(as_text(*payload), settings_.issuer, clock_.now()));
  remember(digest, claims);
  co_return claims;
}

awaitable<Result<crypto::Jwk>> Tokens::find_key(std::string key_id) {
  if (auto key = known_key(key_id)) co_return *std::move(key);
  CO_CHECK(co_await refresh());
  if (auto key = known_key(key_id)) co_return *std::move(key);
  co_return fail(invalid_token());
}

std::optional<crypto::Jwk> Tokens::known_key(const std::string& key_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(key_id);
  return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

awaitable<Result<void>> Tokens::refresh() {
  CO_TRY(const auto permit, co_await refreshing_.acquire());
  {
    const std::lock_guard lock(mutex_);
    if (refreshed_at_ && clock_.now() < *refreshed_at_ + settings_.key_refresh_interval) co_return Result<void>{};
  }
  CO_TRY(const std::string jwks, co_await source_.jwks());
  CO_TRY(const auto texts, keys_of(jwks));
  KeySet keys;
  for (const std::string& text : texts) {
    CO_TRY(crypto::Jwk key, crypto::parse_jwk(text));
    std::string key_id = key.kid;
    keys.insert_or_assign(std::move(key_id), std::move(key));
  }
  const std::lock_guard lock(mutex_);
  if (keys != keys_) cache_.clear();
  keys_ = std::move(keys);
  refreshed_at_ = clock_.now();
  co_return Result<void>{};
}

std::optional<TokenClaims> Tokens::cached(const std::string& token) const {
  const std::lock_guard lock(mutex_);
  const auto found = cache_.find(token);
  return found == cache_.end() ? std::nullopt : std::optional(found->second);
}

void Tokens::remember(const std::string& token, const TokenClaims& claims) {
  const std::lock_guard lock(mutex_);
  if (cache_.size() >= settings_.max_cached_tokens) cache_.clear();
  cache_.insert_or_assign(token, claims);
}

}  // namespace coffer::gateway
