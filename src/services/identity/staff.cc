// What staff and the development profile look at.
#include "services/identity/identity.h"

namespace coffer::identity {

awaitable<Result<v1::ListMailboxReply>> Identity::list_mailbox(const CallContext&, v1::ListMailboxRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  CO_TRY(std::vector<MailRow> rows, co_await store_.list_mail(stored_address(request.to()), page));
  v1::ListMailboxReply reply;
  reply.set_next_page_token(sql::cut_page(rows, page, [](const MailRow& row) { return row.id; }));
  for (const MailRow& row : rows) {
    v1::MailboxMessage& message = *reply.add_messages();
    message.set_to(row.recipient);
    message.set_subject(row.subject);
    message.set_text(row.body);
    message.set_code(row.code);
    *message.mutable_sent_at() = to_timestamp(row.created_at);
  }
  co_return reply;
}

awaitable<Result<v1::ListAuditRecordsReply>> Identity::list_audit_records(const CallContext&,
                                                                          v1::ListAuditRecordsRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  CO_TRY(std::vector<AuditRow> rows, co_await store_.list_audit(request.actor(), request.action(), page));
  v1::ListAuditRecordsReply reply;
  reply.set_next_page_token(sql::cut_page(rows, page, [](const AuditRow& row) { return row.id; }));
  for (const AuditRow& row : rows) {
    v1::AuditRecord& record = *reply.add_records();
    record.set_id(row.id);
    record.set_actor(row.actor);
    record.set_action(row.action);
    record.set_resource(row.resource);
    record.set_ip_address(row.ip_address);
    *record.mutable_timestamp() = to_timestamp(row.at);
    record.mutable_details()->insert(row.details.begin(), row.details.end());
  }
  co_return reply;
}

awaitable<Result<v1::User>> Identity::set_roles(const CallContext& call, v1::SetRolesRequest request) {
  CO_TRY(std::optional<UserRow> user, co_await store_.find_user(request.user_id()));
  if (!user) co_return fail(not_found("no such user").with("field", "user_id"));
  user->roles.assign(request.roles().begin(), request.roles().end());
  CO_CHECK(co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await store_.set_roles(transaction, user->id, user->roles));
    // Open sessions carry the old roles in their tokens.
    CO_CHECK(co_await store_.end_sessions_of(transaction, user->id, "", d_.clock.now()));
    co_return co_await record(transaction, call, call.principal.id, "user.roles_set", user->id);
  }));
  co_return to_message(*user);
}

awaitable<Result<v1::ListUsersReply>> Identity::list_users(const CallContext&, v1::ListUsersRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  CO_TRY(std::vector<UserRow> rows, co_await store_.list_users(request.email(), page));
  v1::ListUsersReply reply;
  reply.set_next_page_token(sql::cut_page(rows, page, [](const UserRow& row) { return row.id; }));
  for (const UserRow& row : rows) *reply.add_users() = to_message(row);
  co_return reply;
}

}  // namespace coffer::identity
