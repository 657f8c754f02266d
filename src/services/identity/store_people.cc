// People, sign-ups, and the link for the first administrator.
#include "services/identity/rows.h"
#include "services/identity/store.h"

namespace coffer::identity {
namespace {

using sql::Query;
using sql::Rows;

constexpr Query kFindUser{"identity.find_user",
                          "SELECT id, email, name, password_hash, roles, failed_logins, locked_until, created_at "
                          "FROM identity_users WHERE id = $1"};
constexpr Query kFindUserByEmail{
    "identity.find_user_by_email",
    "SELECT id, email, name, password_hash, roles, failed_logins, locked_until, created_at "
    "FROM identity_users WHERE email = $1"};
constexpr Query kListUsers{"identity.list_users",
                           "SELECT id, email, name, password_hash, roles, failed_logins, locked_until, created_at "
                           "FROM identity_users WHERE ($1 = '' OR email = $1) AND id < $2 ORDER BY id DESC LIMIT $3"};
constexpr Query kHasAdmin{"identity.has_admin", "SELECT COUNT(*) FROM identity_users WHERE roles LIKE '%admin%'"};
constexpr Query kInsertUser{
    "identity.insert_user",
    "INSERT INTO identity_users (id, email, name, password_hash, roles, failed_logins, created_at) "
    "VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (email) DO NOTHING RETURNING id"};
constexpr Query kSetRoles{"identity.set_roles", "UPDATE identity_users SET roles = $2 WHERE id = $1"};
constexpr Query kSetPasswordHash{"identity.set_password_hash",
                                 "UPDATE identity_users SET password_hash = $2 WHERE id = $1"};
constexpr Query kRecordSuccess{
    "identity.record_success",
    "UPDATE identity_users SET failed_logins = 0, locked_until = NULL, last_login_at = $2 WHERE id = $1"};
constexpr Query kRecordFailure{
    "identity.record_failure",
    "UPDATE identity_users SET failed_logins = failed_logins + 1 WHERE id = $1 RETURNING failed_logins"};
constexpr Query kLock{"identity.lock", "UPDATE identity_users SET failed_logins = 0, locked_until = $2 WHERE id = $1"};
constexpr Query kInsertSignup{"identity.insert_signup",
                              "INSERT INTO identity_signups (id, email, name, password_hash, code_hash, admin_link, "
                              "tries, created_at, expires_at) "
                              "VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)"};
constexpr Query kOpenSignups{
    "identity.open_signups",
    "SELECT id, email, name, password_hash, code_hash, admin_link, tries, created_at, expires_at FROM identity_signups "
    "WHERE email = $1 AND expires_at > $2 AND tries < $3 ORDER BY id DESC LIMIT $4"};
constexpr Query kCountTries{"identity.count_tries", "UPDATE identity_signups SET tries = tries + 1 WHERE email = $1"};
constexpr Query kCountCode{
    "identity.count_code",
    "INSERT INTO identity_code_tries (email, since, tries) VALUES ($1, $2, 1) ON CONFLICT (email) DO UPDATE SET "
    "tries = CASE WHEN identity_code_tries.since > $3 THEN identity_code_tries.tries + 1 ELSE 1 END, "
    "since = CASE WHEN identity_code_tries.since > $3 THEN identity_code_tries.since ELSE $2 END RETURNING tries"};
constexpr Query kCodesTriedSince{
    "identity.codes_tried_since",
    "SELECT since FROM identity_code_tries WHERE email = $1 AND since > $2 AND tries >= $3"};
constexpr Query kForgetCodes{"identity.forget_codes", "DELETE FROM identity_code_tries WHERE email = $1"};
constexpr Query kDeleteSignups{"identity.delete_signups", "DELETE FROM identity_signups WHERE email = $1"};
constexpr Query kInsertAdminLink{"identity.insert_admin_link",
                                 "INSERT INTO identity_admin_links (token_hash, expires_at) VALUES ($1, $2)"};
constexpr Query kAdminLinkStands{
    "identity.admin_link_stands",
    "SELECT 1 FROM identity_admin_links WHERE token_hash = $1 AND expires_at > $2 AND used_at IS NULL"};
constexpr Query kUseAdminLink{"identity.use_admin_link",
                              "UPDATE identity_admin_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL"};

UserRow user_of(const sql::Row& row) {
  return {.id = row.text(0),
          .email = row.text(1),
          .name = row.text(2),
          .password_hash = row.text(3),
          .roles = split_words(row.text(4)),
          .failed_logins = row.i64(5),
          .locked_until = row.optional_time(6),
          .created_at = row.time(7)};
}

SignupRow signup_of(const sql::Row& row) {
  return {.id = row.text(0),
          .email = row.text(1),
          .name = row.text(2),
          .password_hash = row.text(3),
          .code_hash = row.bytes(4),
          .admin_link = row.optional_bytes(5),
          .tries = row.i64(6),
          .created_at = row.time(7),
          .expires_at = row.time(8)};
}

}  // namespace

awaitable<Result<std::optional<UserRow>>> Store::find_user(std::string id) {
  CO_TRY(const Rows rows, co_await database_.read(kFindUser, id));
  co_return at_most_one(rows, user_of);
}

awaitable<Result<std::optional<UserRow>>> Store::find_user_by_email(std::string email) {
  CO_TRY(const Rows rows, co_await database_.read(kFindUserByEmail, email));
  co_return at_most_one(rows, user_of);
}

awaitable<Result<std::vector<UserRow>>> Store::list_users(std::string email, sql::Page page) {
  CO_TRY(const Rows rows, co_await database_.read(kListUsers, email, page.after, page.limit()));
  co_return all(rows, user_of);
}

awaitable<Result<bool>> Store::has_admin() {
  CO_TRY(const Rows rows, co_await database_.read(kHasAdmin));
  co_return rows[0].i64(0) > 0;
}

awaitable<Result<bool>> Store::insert_user(sql::Transaction& transaction, const UserRow& user) {
  CO_TRY(const Rows rows, co_await transaction.execute(kInsertUser, user.id, user.email, user.name, user.password_hash,
                                                       join_words(user.roles), user.created_at));
  co_return !rows.empty();
}

awaitable<Result<void>> Store::set_roles(sql::Transaction& transaction, std::string user_id,
                                         std::vector<std::string> roles) {
  CO_CHECK(co_await transaction.execute(kSetRoles, user_id, join_words(roles)));
  co_return Result<void>();
}

awaitable<Result<void>> Store::set_password_hash(sql::Transaction& transaction, std::string user_id,
                                                 std::string password_hash) {
  CO_CHECK(co_await transaction.execute(kSetPasswordHash, user_id, password_hash));
  co_return Result<void>();
}

awaitable<Result<void>> Store::record_success(sql::Transaction& transaction, std::string user_id, Time now) {
  CO_CHECK(co_await transaction.execute(kRecordSuccess, user_id, now));
  co_return Result<void>();
}

awaitable<Result<std::int64_t>> Store::record_failure(sql::Transaction& transaction, std::string user_id) {
  CO_TRY(const Rows rows, co_await transaction.execute(kRecordFailure, user_id));
  co_return rows.empty() ? 0 : rows[0].i64(0);
}

awaitable<Result<void>> Store::lock(sql::Transaction& transaction, std::string user_id, Time until) {
  CO_CHECK(co_await transaction.execute(kLock, user_id, until));
  co_return Result<void>();
}

awaitable<Result<void>> Store::insert_signup(sql::Transaction& transaction, const SignupRow& signup) {
  CO_CHECK(co_await transaction.execute(kInsertSignup, signup.id, signup.email, signup.name, signup.password_hash,
                                        signup.code_hash, signup.admin_link, signup.created_at, signup.expires_at));
  co_return Result<void>();
}

awaitable<Result<std::vector<SignupRow>>> Store::open_signups(sql::Transaction& transaction, std::string email,
                                                              Time now, std::int64_t max_tries, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await transaction.execute(kOpenSignups, email, now, max_tries, limit));
  co_return all(rows, signup_of);
}

awaitable<Result<void>> Store::count_tries(sql::Transaction& transaction, std::string email) {
  CO_CHECK(co_await transaction.execute(kCountTries, email));
  co_return Result<void>();
}

awaitable<Result<std::int64_t>> Store::count_code(sql::Transaction& transaction, std::string email, Time now,
                                                  Time window_began) {
  CO_TRY(const Rows rows, co_await transaction.execute(kCountCode, email, now, window_began));
  co_return rows[0].i64(0);
}

awaitable<Result<std::optional<Time>>> Store::codes_tried_since(sql::Transaction& transaction, std::string email,
                                                                Time window_began, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await transaction.execute(kCodesTriedSince, email, window_began, limit));
  co_return at_most_one(rows, [](const sql::Row& row) { return row.time(0); });
}

awaitable<Result<void>> Store::delete_signups(sql::Transaction& transaction, std::string email) {
  CO_CHECK(co_await transaction.execute(kDeleteSignups, email));
  CO_CHECK(co_await transaction.execute(kForgetCodes, email));
  co_return Result<void>();
}

awaitable<Result<void>> Store::insert_admin_link(Bytes token_hash, Time expires_at) {
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsertAdminLink, token_hash, expires_at));
    co_return Result<void>();
  });
}

awaitable<Result<bool>> Store::admin_link_stands(Bytes token_hash, Time now) {
  CO_TRY(const Rows rows, co_await database_.read(kAdminLinkStands, token_hash, now));
  co_return !rows.empty();
}

awaitable<Result<bool>> Store::use_admin_link(sql::Transaction& transaction, Bytes token_hash, Time now) {
  CO_TRY(const Rows rows, co_await transaction.execute(kUseAdminLink, token_hash, now));
  co_return rows.affected() == 1;
}

}  // namespace coffer::identity
