#include "services/identity/sessions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/id.h"
#include "domain/crypto/sha2.h"
#include "services/identity/audit.h"

namespace coffer::identity {
namespace {

Bytes hash_of(std::string_view token) {
  const auto hash = crypto::sha256(as_bytes(token));
  return {hash.begin(), hash.end()};
}

Error not_valid() { return unauthenticated("the refresh token is not valid"); }

}  // namespace

Sessions::Sessions(Store& store, const TokenKeys& keys, const Clock& clock, Entropy& entropy, const Settings& settings)
    : store_(store), keys_(keys), clock_(clock), entropy_(entropy), settings_(settings) {}

awaitable<Result<Grant>> Sessions::open(sql::Transaction& transaction, const CallContext& call, UserRow user,
                                        std::string previous_token) {
  CO_CHECK(co_await end_previous(transaction, call, std::move(previous_token)));
  const Time now = clock_.now();
  CO_TRY(std::string id, new_id(clock_, entropy_));
  const SessionRow session{.id = id,
                           .user_id = user.id,
                           .ip_address = call.client_ip,
                           .user_agent = call.user_agent.substr(0, 256),
                           .created_at = now,
                           .expires_at = refresh_end(now),
                           .ended_at = {}};
  CO_CHECK(co_await store_.insert_session(transaction, session));
  CO_TRY(std::string token, co_await issue_refresh(transaction, session));
  co_return Grant{.user = std::move(user), .session_id = std::move(id), .refresh_token = std::move(token)};
}

Time Sessions::refresh_end(Time session_began) const {
  return std::min(clock_.now() + settings_.refresh_lifetime, session_began + settings_.session_lifetime);
}

awaitable<Result<void>> Sessions::end_previous(sql::Transaction& transaction, const CallContext& call,
                                               std::string token) {
  if (!call.principal.session_id.empty()) CO_CHECK(co_await end_replaced(transaction, call, call.principal.session_id));
  if (token.empty()) co_return Result<void>();
  CO_TRY(const std::optional<RefreshRow> known, co_await store_.find_refresh(transaction, hash_of(token)));
  if (known) CO_CHECK(co_await end_replaced(transaction, call, known->session_id));
  co_return Result<void>();
}

awaitable<Result<void>> Sessions::end_replaced(sql::Transaction& transaction, const CallContext& call, std::string id) {
  CO_TRY(const std::optional<SessionRow> session, co_await store_.find_session(transaction, id));
  if (!session || session->ended_at) co_return Result<void>();
  CO_CHECK(co_await store_.end_session(transaction, id, clock_.now()));
  CO_TRY(AuditRow record, audit_record(clock_, entropy_, call, "session.replaced", id));
  record.actor = session->user_id;
  co_return co_await store_.insert_audit(transaction, record);
}

awaitable<Result<std::string>> Sessions::issue_refresh(sql::Transaction& transaction, const SessionRow& session) {
  ByteArray<32> random{};
  CO_CHECK(entropy_.fill(random));
  std::string token = base64url(random);
  const Time now = clock_.now();
  CO_CHECK(co_await store_.insert_refresh(transaction, {.token_hash = hash_of(token),
                                                        .session_id = session.id,
                                                        .created_at = now,
                                                        .expires_at = refresh_end(session.created_at),
                                                        .rotated_at = {}}));
  co_return token;
}

awaitable<Result<Grant>> Sessions::refresh(const CallContext& call, std::string refresh_token) {
  if (refresh_token.empty()) co_return fail(not_valid());
  CO_TRY(Exchange outcome,
         co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<Exchange>> {
           co_return co_await exchange(transaction, call, hash_of(refresh_token));
         }));
  if (!outcome.grant) co_return fail(not_valid());
  CO_TRY(std::optional<UserRow> user, co_await store_.find_user(outcome.grant->user.id));
  if (!user) co_return fail(not_valid());
  outcome.grant->user = *std::move(user);
  co_return *std::move(outcome.grant);
}

awaitable<Result<Sessions::Exchange>> Sessions::exchange(sql::Transaction& transaction, const CallContext& call,
                                                         Bytes token_hash) {
  const Time now = clock_.now();
  CO_TRY(const std::optional<RefreshRow> token, co_await store_.find_refresh(transaction, token_hash));
  if (!token || token->expires_at <= now) co_return Exchange{};
  CO_TRY(const std::optional<SessionRow> session, co_await store_.find_session(transaction, token->session_id));
  if (!session || session->ended_at || session->created_at + settings_.session_lifetime <= now) co_return Exchange{};

  if (token->rotated_at) {
    const bool in_grace = !token->grace_used && now - *token->rotated_at <= settings_.refresh_grace;
    if (!in_grace) {
      // Somebody holds a token that was exchanged before: the thief or the owner, nobody can tell.
      CO_CHECK(co_await store_.end_session(transaction, session->id, now));
      CO_TRY(AuditRow record, audit_record(clock_, entropy_, call, "session.reuse_detected", session->id));
      record.actor = session->user_id;
      CO_CHECK(co_await store_.insert_audit(transaction, record));
      co_return Exchange{.grant = {}, .reused = true};
    }
    CO_CHECK(co_await store_.use_grace(transaction, token_hash));
  } else {
    CO_CHECK(co_await store_.rotate_refresh(transaction, token_hash, now));
  }
  CO_TRY(std::string next, co_await issue_refresh(transaction, *session));
  Grant grant{.user = {}, .session_id = session->id, .refresh_token = std::move(next)};
  grant.user.id = session->user_id;
  co_return Exchange{.grant = std::move(grant)};
}

Result<v1::Tokens> Sessions::tokens(const Grant& grant) const {
  const std::int64_t now = to_micros(clock_.now()) / 1'000'000;
  const auto lifetime = std::chrono::duration_cast<std::chrono::seconds>(settings_.access_lifetime).count();
  COFFER_TRY(const std::string id, new_id(clock_, entropy_));
  const nlohmann::json claims = {{"iss", settings_.issuer},
                                 {"aud", settings_.issuer},
                                 {"sub", grant.user.id},
                                 {"sid", grant.session_id},
                                 {"roles", grant.user.roles},
                                 {"acr", 1},
                                 {"iat", now},
                                 {"exp", now + lifetime},
                                 {"jti", id}};
  COFFER_TRY(std::string access_token, keys_.sign(claims.dump()));
  v1::Tokens out;
  out.set_access_token(std::move(access_token));
  out.set_refresh_token(grant.refresh_token);
  out.set_token_type("Bearer");
  out.set_expires_in(static_cast<std::int32_t>(lifetime));
  *out.mutable_user() = to_message(grant.user);
  return out;
}

google::protobuf::Timestamp to_timestamp(Time time) {
  google::protobuf::Timestamp out;
  out.set_seconds(to_micros(time) / 1'000'000);
  out.set_nanos(static_cast<std::int32_t>(to_micros(time) % 1'000'000 * 1'000));
  return out;
}

v1::User to_message(const UserRow& user) {
  v1::User out;
  out.set_id(user.id);
  out.set_email(user.email);
  out.set_name(user.name);
  for (const std::string& role : user.roles) out.add_roles(role);
  // A person comes to be by proving the address.
  out.set_email_verified(true);
  *out.mutable_created_at() = to_timestamp(user.created_at);
  return out;
}

}  // namespace coffer::identity
