#pragma once

#include <string>

#include "base/call_context.h"
#include "coffer/identity/v1/identity.pb.h"
#include "services/identity/store.h"
#include "services/identity/token_keys.h"

namespace coffer::identity {

/// A new pair of tokens, not yet signed for.
struct Grant {
  UserRow user;
  std::string session_id;
  std::string refresh_token;
};

/// Sessions: a family of refresh tokens, each used once, and the access tokens that name the family.
/// However often it is renewed, a family ends `session_lifetime` after it began.
///
/// Claims of an access token: `iss`, `aud` (both the issuer), `sub` user id, `sid` session id, `roles`,
/// `acr` assurance as a number, `iat`, `exp`, `jti`.
class Sessions {
 public:
  Sessions(Store& store, const TokenKeys& keys, const Clock& clock, Entropy& entropy, const Settings& settings);

  /// Opens a session for somebody who has just proved who they are. The session of the caller ends, and
  /// that of `previous_token`, a refresh token, if it is one.
  awaitable<Result<Grant>> open(sql::Transaction& transaction, const CallContext& call, UserRow user,
                                std::string previous_token);

  /// Exchanges a refresh token for the next one. A rotated token works once more within the grace
  /// period; any later use ends its session. AUTHENTICATION_ERROR says no more than "not valid".
  awaitable<Result<Grant>> refresh(const CallContext& call, std::string refresh_token);

  /// The answer that carries the tokens.
  Result<v1::Tokens> tokens(const Grant& grant) const;

 private:
  /// What a refresh came to inside its transaction, which commits in every case.
  struct Exchange {
    std::optional<Grant> grant;
    bool reused = false;
  };
  awaitable<Result<Exchange>> exchange(sql::Transaction& transaction, const CallContext& call, Bytes token_hash);
  awaitable<Result<std::string>> issue_refresh(sql::Transaction& transaction, const SessionRow& session);
  awaitable<Result<void>> end_previous(sql::Transaction& transaction, const CallContext& call, std::string token);
  awaitable<Result<void>> end_replaced(sql::Transaction& transaction, const CallContext& call, std::string id);
  /// When what is issued now ends: in its time, or with the session.
  [[nodiscard]] Time refresh_end(Time session_began) const;

  Store& store_;
  const TokenKeys& keys_;
  const Clock& clock_;
  Entropy& entropy_;
  const Settings& settings_;
};

v1::User to_message(const UserRow& user);
google::protobuf::Timestamp to_timestamp(Time time);

}  // namespace coffer::identity
