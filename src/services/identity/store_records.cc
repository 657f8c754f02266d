// Mail that waits to be sent, and the audit records.
#include <nlohmann/json.hpp>

#include "services/identity/rows.h"
#include "services/identity/store.h"

namespace coffer::identity {
namespace {

using sql::Query;
using sql::Rows;

constexpr Query kInsertMail{
    "identity.insert_mail",
    "INSERT INTO identity_mail (id, recipient, subject, body, code, attempts, next_attempt_at, created_at) "
    "VALUES ($1, $2, $3, $4, $5, 0, $6, $6)"};
constexpr Query kMailedSince{
    "identity.mailed_since",
    "SELECT COUNT(*), MIN(created_at) FROM identity_mail WHERE recipient = $1 AND created_at > "
    "$2"};
constexpr Query kListMail{"identity.list_mail",
                          "SELECT id, recipient, subject, body, code, attempts, created_at FROM identity_mail "
                          "WHERE ($1 = '' OR recipient = $1) AND id < $2 ORDER BY id DESC LIMIT $3"};
constexpr Query kDueMail{"identity.due_mail",
                         "SELECT id, recipient, subject, body, code, attempts, created_at FROM identity_mail "
                         "WHERE sent_at IS NULL AND next_attempt_at <= $1 ORDER BY id LIMIT $2"};
constexpr Query kMailSent{"identity.mail_sent",
                          "UPDATE identity_mail SET sent_at = $2, body = '', code = '' WHERE id = $1"};
constexpr Query kMailFailed{
    "identity.mail_failed",
    "UPDATE identity_mail SET attempts = attempts + 1, next_attempt_at = $2 WHERE id = $1 AND sent_at IS NULL"};
constexpr Query kInsertAudit{"identity.insert_audit",
                             "INSERT INTO identity_audit (id, actor, action, resource, ip_address, details, at) "
                             "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Query kListAudit{
    "identity.list_audit",
    "SELECT id, actor, action, resource, ip_address, details, at FROM identity_audit "
    "WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR action = $2) AND id < $3 ORDER BY id DESC LIMIT $4"};

MailRow mail_of(const sql::Row& row) {
  return {.id = row.text(0),
          .recipient = row.text(1),
          .subject = row.text(2),
          .body = row.text(3),
          .code = row.text(4),
          .attempts = row.i64(5),
          .created_at = row.time(6)};
}

AuditRow audit_of(const sql::Row& row) {
  return {.id = row.text(0),
          .actor = row.text(1),
          .action = row.text(2),
          .resource = row.text(3),
          .ip_address = row.text(4),
          .details = nlohmann::json::parse(row.text(5)).get<std::map<std::string, std::string>>(),
          .at = row.time(6)};
}

}  // namespace

awaitable<Result<void>> Store::insert_mail(sql::Transaction& transaction, const MailRow& mail) {
  CO_CHECK(co_await transaction.execute(kInsertMail, mail.id, mail.recipient, mail.subject, mail.body, mail.code,
                                        mail.created_at));
  co_return Result<void>();
}

awaitable<Result<std::optional<Time>>> Store::mailed_since(sql::Transaction& transaction, std::string recipient,
                                                           Time window_began, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await transaction.execute(kMailedSince, recipient, window_began));
  if (rows[0].i64(0) < limit) co_return std::nullopt;
  co_return rows[0].optional_time(1);
}

awaitable<Result<std::vector<MailRow>>> Store::list_mail(std::string recipient, sql::Page page) {
  CO_TRY(const Rows rows, co_await database_.read(kListMail, recipient, page.after, page.limit()));
  co_return all(rows, mail_of);
}

awaitable<Result<std::vector<MailRow>>> Store::due_mail(Time now, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(kDueMail, now, limit));
  co_return all(rows, mail_of);
}

awaitable<Result<void>> Store::mail_sent(std::string id, Time now) {
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kMailSent, id, now));
    co_return Result<void>();
  });
}

awaitable<Result<void>> Store::mail_failed(std::string id, Time next_attempt_at) {
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kMailFailed, id, next_attempt_at));
    co_return Result<void>();
  });
}

awaitable<Result<void>> Store::insert_audit(sql::Transaction& transaction, const AuditRow& record) {
  CO_CHECK(co_await transaction.execute(kInsertAudit, record.id, record.actor, record.action, record.resource,
                                        record.ip_address, nlohmann::json(record.details).dump(), record.at));
  co_return Result<void>();
}

awaitable<Result<std::vector<AuditRow>>> Store::list_audit(std::string actor, std::string action, sql::Page page) {
  CO_TRY(const Rows rows, co_await database_.read(kListAudit, actor, action, page.after, page.limit()));
  co_return all(rows, audit_of);
}

}  // namespace coffer::identity
