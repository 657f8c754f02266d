#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "platform/sql/page.h"

namespace coffer::identity {

/// The tables of this service.
const sql::Migrations& migrations();

struct UserRow {
  std::string id;
  std::string email;
  std::string name;
  std::string password_hash;
  std::vector<std::string> roles;
  std::int64_t failed_logins = 0;
  std::optional<Time> locked_until;
  Time created_at;
};

struct SignupRow {
  std::string id;  // becomes the user's id
  std::string email;
  std::string name;
  std::string password_hash;
  Bytes code_hash;
  std::optional<Bytes> admin_link;  // hash of the link's token
  std::int64_t tries = 0;
  Time created_at;
  Time expires_at;
};

struct SessionRow {
  std::string id;
  std::string user_id;
  std::string ip_address;
  std::string user_agent;
  Time created_at;
  Time expires_at;
  std::optional<Time> ended_at;
};

struct RefreshRow {
  Bytes token_hash;
  std::string session_id;
  Time created_at;
  Time expires_at;
  std::optional<Time> rotated_at;
  bool grace_used = false;
};

struct MailRow {
  std::string id;
  std::string recipient;
  std::string subject;
  std::string body;
  std::string code;
  std::int64_t attempts = 0;
  Time created_at;
};

struct AuditRow {
  std::string id;
  std::string actor;
  std::string action;
  std::string resource;
  std::string ip_address;
  std::map<std::string, std::string> details;
  Time at;
};

struct TokenKeyRow {
  std::string kid;
  Bytes sealed_seed;
  Time created_at;
};

/// Statements of this service. Those that take a transaction are parts of a larger change.
class Store {
 public:
  explicit Store(sql::Database& database) : database_(database) {}
  [[nodiscard]] sql::Database& database() const { return database_; }

  // people
  awaitable<Result<std::optional<UserRow>>> find_user(std::string id);
  awaitable<Result<std::optional<UserRow>>> find_user_by_email(std::string email);
  awaitable<Result<std::vector<UserRow>>> list_users(std::string email, sql::Page page);
  awaitable<Result<bool>> has_admin();
  /// CONFLICT (`sql::is_unique_violation`) when the address is taken.
  awaitable<Result<bool>> insert_user(sql::Transaction& transaction, const UserRow& user);
  awaitable<Result<void>> set_roles(sql::Transaction& transaction, std::string user_id, std::vector<std::string> roles);
  awaitable<Result<void>> set_password_hash(sql::Transaction& transaction, std::string user_id,
                                            std::string password_hash);
  awaitable<Result<void>> record_success(sql::Transaction& transaction, std::string user_id, Time now);
  /// Counts one more failure; answers how many there are now.
  awaitable<Result<std::int64_t>> record_failure(sql::Transaction& transaction, std::string user_id);
  awaitable<Result<void>> lock(sql::Transaction& transaction, std::string user_id, Time until);

  // sign-ups
  awaitable<Result<void>> insert_signup(sql::Transaction& transaction, const SignupRow& signup);
  /// Those of an address that can still be completed, newest first.
  awaitable<Result<std::vector<SignupRow>>> open_signups(sql::Transaction& transaction, std::string email, Time now,
                                                         std::int64_t max_tries, std::int64_t limit);
  awaitable<Result<void>> count_tries(sql::Transaction& transaction, std::string email);
  /// Counts one more code for an address; answers how many there were since `window_began`, or since the
  /// first one after it.
  awaitable<Result<std::int64_t>> count_code(sql::Transaction& transaction, std::string email, Time now,
                                             Time window_began);
  /// Since when codes are tried for an address, where there were `limit` or more after `window_began`.
  awaitable<Result<std::optional<Time>>> codes_tried_since(sql::Transaction& transaction, std::string email,
                                                           Time window_began, std::int64_t limit);
  /// With the codes that were tried for them.
  awaitable<Result<void>> delete_signups(sql::Transaction& transaction, std::string email);
  awaitable<Result<void>> insert_admin_link(Bytes token_hash, Time expires_at);
  awaitable<Result<bool>> admin_link_stands(Bytes token_hash, Time now);
  /// True when this call used it up.
  awaitable<Result<bool>> use_admin_link(sql::Transaction& transaction, Bytes token_hash, Time now);

  // sessions
  awaitable<Result<void>> insert_session(sql::Transaction& transaction, const SessionRow& session);
  awaitable<Result<std::optional<SessionRow>>> find_session(sql::Transaction& transaction, std::string id);
  awaitable<Result<bool>> session_stands(std::string id, Time now);
  awaitable<Result<void>> end_session(sql::Transaction& transaction, std::string id, Time now);
  /// All sessions of a person but `kept`, which may be empty.
  awaitable<Result<void>> end_sessions_of(sql::Transaction& transaction, std::string user_id, std::string kept,
                                          Time now);
  awaitable<Result<void>> insert_refresh(sql::Transaction& transaction, const RefreshRow& token);
  awaitable<Result<std::optional<RefreshRow>>> find_refresh(sql::Transaction& transaction, Bytes token_hash);
  awaitable<Result<void>> rotate_refresh(sql::Transaction& transaction, Bytes token_hash, Time now);
  awaitable<Result<void>> use_grace(sql::Transaction& transaction, Bytes token_hash);

  // keys of the access tokens
  awaitable<Result<std::vector<TokenKeyRow>>> token_keys();
  awaitable<Result<void>> insert_token_key(const TokenKeyRow& key);

  // mail and audit
  awaitable<Result<void>> insert_mail(sql::Transaction& transaction, const MailRow& mail);
  /// The time of the oldest message to an address after `window_began`, where there are `limit` or more.
  awaitable<Result<std::optional<Time>>> mailed_since(sql::Transaction& transaction, std::string recipient,
                                                      Time window_began, std::int64_t limit);
  awaitable<Result<std::vector<MailRow>>> list_mail(std::string recipient, sql::Page page);
  awaitable<Result<std::vector<MailRow>>> due_mail(Time now, std::int64_t limit);
  awaitable<Result<void>> mail_sent(std::string id, Time now);
  awaitable<Result<void>> mail_failed(std::string id, Time next_attempt_at);
  awaitable<Result<void>> insert_audit(sql::Transaction& transaction, const AuditRow& record);
  awaitable<Result<std::vector<AuditRow>>> list_audit(std::string actor, std::string action, sql::Page page);

  /// Forgets what has no use any more: expired sign-ups, refresh tokens, sessions and links, and codes that
  /// were tried before `tries_since`.
  awaitable<Result<void>> purge(Time now, Time tries_since);

 private:
  sql::Database& database_;
};

}  // namespace coffer::identity
