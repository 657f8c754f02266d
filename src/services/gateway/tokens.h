#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/call_context.h"
#include "domain/crypto/jwk.h"
#include "platform/async/awaitable.h"
#include "platform/async/semaphore.h"
#include "platform/telemetry/metrics.h"
#include "services/gateway/settings.h"

namespace coffer::gateway {

/// Where the public keys of the access tokens come from: the JWKS (RFC 7517) of identity.
class KeySource {
 public:
  virtual ~KeySource() = default;
  virtual awaitable<Result<std::string>> jwks() = 0;
};

/// Whether a session still stands. Asked for every call with a token.
class SessionCheck {
 public:
  virtual ~SessionCheck() = default;
  virtual awaitable<Result<bool>> is_active(std::string session_id) = 0;
};

/// What a token says, once its signature, its times and its issuer hold.
struct TokenClaims {
  Principal principal;
  Time expires_at;
};

/// Verifies access tokens: EdDSA or ES256 under a key of the JWKS, `iss` and `aud` ours, not before
/// `iat`, before `exp`, and of a session that still stands. An unknown `kid` reads the JWKS again, so
/// that keys rotate without a restart.
class Tokens {
 public:
  /// All of them outlive it.
  Tokens(KeySource& keys, SessionCheck& sessions, const Clock& clock, const Settings& settings,
         telemetry::Metrics& metrics);

  /// AUTHENTICATION_ERROR, which does not say which part was wrong; UNAVAILABLE when identity is away.
  awaitable<Result<Principal>> verify(std::string token);

 private:
  using KeySet = std::map<std::string, crypto::Jwk, std::less<>>;

  awaitable<Result<TokenClaims>> claims_of(std::string token);
  awaitable<Result<crypto::Jwk>> find_key(std::string key_id);
  awaitable<Result<void>> refresh();
  [[nodiscard]] std::optional<crypto::Jwk> known_key(const std::string& key_id) const;
  [[nodiscard]] std::optional<TokenClaims> cached(const std::string& token) const;
  void remember(const std::string& token, const TokenClaims& claims);

  KeySource& source_;
  SessionCheck& sessions_;
  const Clock& clock_;
  const Settings& settings_;
  async::Semaphore refreshing_{1, 10'000};
  telemetry::Counter& hits_;
  telemetry::Counter& misses_;
  mutable std::mutex mutex_;
  KeySet keys_;
  std::optional<Time> refreshed_at_;
  std::unordered_map<std::string, TokenClaims> cache_;  // by the token's SHA-256
};

/// Reads the claims of a verified payload: `{sub, sid, roles, acr, iat, exp, iss, aud}`.
Result<TokenClaims> parse_claims(std::string_view payload, const std::string& issuer, Time now);

}  // namespace coffer::gateway
