#include "services/identity/identity.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "services/identity/audit.h"

namespace coffer::identity {
namespace {

constexpr Duration kHouseInterval = std::chrono::hours(1);
constexpr Duration kMailInterval = std::chrono::seconds(1);
constexpr std::int64_t kMailBatch = 50;
constexpr std::int64_t kMailAttemptLimit = 12;

}  // namespace

Identity::Identity(Dependencies dependencies)
    : d_(std::move(dependencies)),
      store_(d_.database),
      passwords_(d_.workers, d_.entropy, d_.settings.password_cost),
      keys_(store_, d_.sealing_key.clone(), d_.clock, d_.entropy, d_.settings),
      sessions_(store_, keys_, d_.clock, d_.entropy, d_.settings) {}

awaitable<Result<void>> Identity::start() { co_return co_await keys_.load(); }

awaitable<Result<void>> Identity::keep_house(async::Sleeper& sleeper) {
  while (true) {
    CO_CHECK(co_await sleeper.sleep_for(kHouseInterval));
    // What fails now is done an hour later; both are safe to leave undone.
    (void)co_await keys_.load();
    (void)co_await store_.purge(d_.clock.now(), d_.clock.now() - d_.settings.address_tries_window);
  }
}

awaitable<Result<void>> Identity::deliver_mail(Mailer& mailer, async::Sleeper& sleeper) {
  while (true) {
    CO_CHECK(co_await sleeper.sleep_for(kMailInterval));
    Result<std::vector<MailRow>> due = co_await store_.due_mail(d_.clock.now(), kMailBatch);
    if (!due) continue;
    for (MailRow& mail : *due) (void)co_await send_one(mailer, std::move(mail));
  }
}

awaitable<Result<void>> Identity::send_one(Mailer& mailer, MailRow mail) {
  const std::string id = mail.id;
  const std::int64_t doublings = std::min(mail.attempts, kMailAttemptLimit);
  const Result<void> sent = co_await mailer.send(std::move(mail));
  if (sent) co_return co_await store_.mail_sent(id, d_.clock.now());
  co_return co_await store_.mail_failed(id, d_.clock.now() + std::chrono::seconds(std::int64_t{1} << doublings));
}

awaitable<Result<void>> Identity::queue_mail(sql::Transaction& transaction, MailRow mail) {
  CO_TRY(mail.id, new_id(d_.clock, d_.entropy));
  mail.created_at = d_.clock.now();
  co_return co_await store_.insert_mail(transaction, mail);
}

awaitable<Result<void>> Identity::record(sql::Transaction& transaction, const CallContext& call, std::string actor,
                                         std::string action, std::string resource) {
  CO_TRY(AuditRow row, audit_record(d_.clock, d_.entropy, call, std::move(action), std::move(resource)));
  row.actor = std::move(actor);
  co_return co_await store_.insert_audit(transaction, row);
}

awaitable<Result<v1::Tokens>> Identity::refresh(const CallContext& call, v1::RefreshRequest request) {
  CO_TRY(const Grant grant, co_await sessions_.refresh(call, request.refresh_token()));
  co_return sessions_.tokens(grant);
}

awaitable<Result<v1::LogoutReply>> Identity::logout(const CallContext& call, v1::LogoutRequest) {
  CO_CHECK(co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await store_.end_session(transaction, call.principal.session_id, d_.clock.now()));
    co_return co_await record(transaction, call, call.principal.id, "session.ended", call.principal.session_id);
  }));
  co_return v1::LogoutReply();
}

awaitable<Result<v1::User>> Identity::get_me(const CallContext& call, v1::GetMeRequest) {
  CO_TRY(const std::optional<UserRow> user, co_await store_.find_user(call.principal.id));
  if (!user) co_return fail(unauthenticated("the account is gone"));
  co_return to_message(*user);
}

awaitable<Result<options::v1::RawReply>> Identity::get_jwks(const CallContext&, v1::GetJwksRequest) {
  options::v1::RawReply reply;
  reply.set_content_type("application/jwk-set+json");
  reply.set_body(keys_.jwks());
  co_return reply;
}

awaitable<Result<v1::CheckSessionReply>> Identity::check_session(const CallContext&, v1::CheckSessionRequest request) {
  CO_TRY(const bool stands, co_await store_.session_stands(request.session_id(), d_.clock.now()));
  v1::CheckSessionReply reply;
  reply.set_active(stands);
  co_return reply;
}

}  // namespace coffer::identity
