// Sessions, refresh tokens, and the keys that sign access tokens.
#include "services/identity/rows.h"
#include "services/identity/store.h"

namespace coffer::identity {
namespace {

using sql::Query;
using sql::Rows;

constexpr Query kInsertSession{
    "identity.insert_session",
    "INSERT INTO identity_sessions (id, user_id, ip_address, user_agent, created_at, expires_at) "
    "VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Query kFindSession{"identity.find_session",
                             "SELECT id, user_id, ip_address, user_agent, created_at, expires_at, ended_at FROM "
                             "identity_sessions WHERE id = $1"};
constexpr Query kSessionStands{
    "identity.session_stands",
    "SELECT 1 FROM identity_sessions WHERE id = $1 AND ended_at IS NULL AND expires_at > $2"};
constexpr Query kEndSession{"identity.end_session",
                            "UPDATE identity_sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL"};
constexpr Query kEndSessionsOf{
    "identity.end_sessions_of",
    "UPDATE identity_sessions SET ended_at = $3 WHERE user_id = $1 AND id <> $2 AND ended_at "
    "IS NULL"};
constexpr Query kInsertRefresh{
    "identity.insert_refresh",
    "INSERT INTO identity_refresh_tokens (token_hash, session_id, created_at, expires_at, grace_used) "
    "VALUES ($1, $2, $3, $4, 0)"};
constexpr Query kFindRefresh{
    "identity.find_refresh",
    "SELECT token_hash, session_id, created_at, expires_at, rotated_at, grace_used FROM identity_refresh_tokens "
    "WHERE token_hash = $1"};
constexpr Query kRotateRefresh{
    "identity.rotate_refresh",
    "UPDATE identity_refresh_tokens SET rotated_at = $2 WHERE token_hash = $1 AND rotated_at IS NULL"};
constexpr Query kUseGrace{"identity.use_grace",
                          "UPDATE identity_refresh_tokens SET grace_used = 1 WHERE token_hash = $1"};
constexpr Query kExtendSession{"identity.extend_session",
                               "UPDATE identity_sessions SET expires_at = $2 WHERE id = $1 AND expires_at < $2"};
constexpr Query kTokenKeys{
    "identity.token_keys",
    "SELECT kid, sealed_seed, created_at FROM identity_token_keys ORDER BY created_at DESC, kid"};
constexpr Query kInsertTokenKey{
    "identity.insert_token_key",
    "INSERT INTO identity_token_keys (kid, sealed_seed, created_at) VALUES ($1, $2, $3) ON CONFLICT (kid) DO NOTHING"};
constexpr Query kPurgeRefresh{"identity.purge_refresh", "DELETE FROM identity_refresh_tokens WHERE expires_at < $1"};
constexpr Query kPurgeSignups{"identity.purge_signups", "DELETE FROM identity_signups WHERE expires_at < $1"};
constexpr Query kPurgeLinks{"identity.purge_links", "DELETE FROM identity_admin_links WHERE expires_at < $1"};
constexpr Query kPurgeCodes{"identity.purge_codes", "DELETE FROM identity_code_tries WHERE since < $1"};
constexpr Query kPurgeSessions{"identity.purge_sessions",
                               "DELETE FROM identity_sessions WHERE expires_at < $1 AND NOT EXISTS "
                               "(SELECT 1 FROM identity_refresh_tokens t WHERE t.session_id = identity_sessions.id)"};

SessionRow session_of(const sql::Row& row) {
  return {.id = row.text(0),
          .user_id = row.text(1),
          .ip_address = row.text(2),
          .user_agent = row.text(3),
          .created_at = row.time(4),
          .expires_at = row.time(5),
          .ended_at = row.optional_time(6)};
}

RefreshRow refresh_of(const sql::Row& row) {
  return {.token_hash = row.bytes(0),
          .session_id = row.text(1),
          .created_at = row.time(2),
          .expires_at = row.time(3),
          .rotated_at = row.optional_time(4),
          .grace_used = row.boolean(5)};
}

TokenKeyRow token_key_of(const sql::Row& row) {
  return {.kid = row.text(0), .sealed_seed = row.bytes(1), .created_at = row.time(2)};
}

}  // namespace

awaitable<Result<void>> Store::insert_session(sql::Transaction& transaction, const SessionRow& session) {
  CO_CHECK(co_await transaction.execute(kInsertSession, session.id, session.user_id, session.ip_address,
                                        session.user_agent, session.created_at, session.expires_at));
  co_return Result<void>();
}

awaitable<Result<std::optional<SessionRow>>> Store::find_session(sql::Transaction& transaction, std::string id) {
  CO_TRY(const Rows rows, co_await transaction.execute(kFindSession, id));
  co_return at_most_one(rows, session_of);
}

awaitable<Result<bool>> Store::session_stands(std::string id, Time now) {
  CO_TRY(const Rows rows, co_await database_.read(kSessionStands, id, now));
  co_return !rows.empty();
}

awaitable<Result<void>> Store::end_session(sql::Transaction& transaction, std::string id, Time now) {
  CO_CHECK(co_await transaction.execute(kEndSession, id, now));
  co_return Result<void>();
}

awaitable<Result<void>> Store::end_sessions_of(sql::Transaction& transaction, std::string user_id, std::string kept,
                                               Time now) {
  CO_CHECK(co_await transaction.execute(kEndSessionsOf, user_id, kept, now));
  co_return Result<void>();
}

awaitable<Result<void>> Store::insert_refresh(sql::Transaction& transaction, const RefreshRow& token) {
  CO_CHECK(co_await transaction.execute(kInsertRefresh, token.token_hash, token.session_id, token.created_at,
                                        token.expires_at));
  CO_CHECK(co_await transaction.execute(kExtendSession, token.session_id, token.expires_at));
  co_return Result<void>();
}

awaitable<Result<std::optional<RefreshRow>>> Store::find_refresh(sql::Transaction& transaction, Bytes token_hash) {
  CO_TRY(const Rows rows, co_await transaction.execute(kFindRefresh, token_hash));
  co_return at_most_one(rows, refresh_of);
}

awaitable<Result<void>> Store::rotate_refresh(sql::Transaction& transaction, Bytes token_hash, Time now) {
  CO_CHECK(co_await transaction.execute(kRotateRefresh, token_hash, now));
  co_return Result<void>();
}

awaitable<Result<void>> Store::use_grace(sql::Transaction& transaction, Bytes token_hash) {
  CO_CHECK(co_await transaction.execute(kUseGrace, token_hash));
  co_return Result<void>();
}

awaitable<Result<std::vector<TokenKeyRow>>> Store::token_keys() {
  CO_TRY(const Rows rows, co_await database_.read(kTokenKeys));
  co_return all(rows, token_key_of);
}

awaitable<Result<void>> Store::insert_token_key(const TokenKeyRow& key) {
  co_return co_await database_.transaction([&key](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsertTokenKey, key.kid, key.sealed_seed, key.created_at));
    co_return Result<void>();
  });
}

awaitable<Result<void>> Store::purge(Time now, Time tries_since) {
  co_return co_await database_.transaction(
      [now, tries_since](sql::Transaction& transaction) -> awaitable<Result<void>> {
        for (const Query query : {kPurgeRefresh, kPurgeSignups, kPurgeLinks, kPurgeSessions})
          CO_CHECK(co_await transaction.execute(query, now));
        CO_CHECK(co_await transaction.execute(kPurgeCodes, tries_since));
        co_return Result<void>();
      });
}

}  // namespace coffer::identity
