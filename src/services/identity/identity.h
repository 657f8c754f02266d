#pragma once

#include <optional>
#include <string>

#include "coffer/identity/v1/identity.coffer.h"
#include "platform/async/sleeper.h"
#include "services/identity/mail.h"
#include "services/identity/passwords.h"
#include "services/identity/sessions.h"
#include "services/identity/store.h"
#include "services/identity/token_keys.h"

namespace coffer::identity {

/// What the service needs; all of it outlives the service.
struct Dependencies {
  sql::Database& database;
  async::Workers& workers;
  const Clock& clock;
  Entropy& entropy;
  Settings settings;
  Secret<32> sealing_key;  // seals the seeds of the token keys
};

/// The identity service; see README.md.
class Identity final : public v1::IdentityApi {
 public:
  explicit Identity(Dependencies dependencies);

  /// Loads the token keys; before the first call.
  awaitable<Result<void>> start();
  /// The token for the first administrator's link, while there is no administrator; else nothing.
  awaitable<Result<std::optional<std::string>>> offer_admin_link();
  /// Rotates keys and forgets what has expired, every hour until cancelled.
  awaitable<Result<void>> keep_house(async::Sleeper& sleeper);
  /// Sends waiting mail until cancelled; not run where the mailbox takes its place.
  awaitable<Result<void>> deliver_mail(Mailer& mailer, async::Sleeper& sleeper);

  awaitable<Result<v1::SignUpReply>> sign_up(const CallContext& call, v1::SignUpRequest request) override;
  awaitable<Result<v1::Tokens>> verify(const CallContext& call, v1::VerifyRequest request) override;
  awaitable<Result<v1::Tokens>> login(const CallContext& call, v1::LoginRequest request) override;
  awaitable<Result<v1::Tokens>> refresh(const CallContext& call, v1::RefreshRequest request) override;
  awaitable<Result<v1::LogoutReply>> logout(const CallContext& call, v1::LogoutRequest request) override;
  awaitable<Result<v1::ChangePasswordReply>> change_password(const CallContext& call,
                                                             v1::ChangePasswordRequest request) override;
  awaitable<Result<v1::User>> get_me(const CallContext& call, v1::GetMeRequest request) override;
  awaitable<Result<options::v1::RawReply>> get_jwks(const CallContext& call, v1::GetJwksRequest request) override;
  awaitable<Result<v1::ListMailboxReply>> list_mailbox(const CallContext& call,
                                                       v1::ListMailboxRequest request) override;
  awaitable<Result<v1::ListAuditRecordsReply>> list_audit_records(const CallContext& call,
                                                                  v1::ListAuditRecordsRequest request) override;
  awaitable<Result<v1::User>> set_roles(const CallContext& call, v1::SetRolesRequest request) override;
  awaitable<Result<v1::ListUsersReply>> list_users(const CallContext& call, v1::ListUsersRequest request) override;
  awaitable<Result<v1::CheckSessionReply>> check_session(const CallContext& call,
                                                         v1::CheckSessionRequest request) override;

 private:
  awaitable<Result<void>> queue_mail(sql::Transaction& transaction, MailRow mail);
  awaitable<Result<void>> record(sql::Transaction& transaction, const CallContext& call, std::string actor,
                                 std::string action, std::string resource);
  awaitable<Result<SignupRow>> prepare_signup(v1::SignUpRequest& request, std::string code);
  awaitable<Result<std::optional<Grant>>> complete_signup(sql::Transaction& transaction, const CallContext& call,
                                                          const v1::VerifyRequest& request);
  awaitable<Result<void>> check_address(sql::Transaction& transaction, std::string email);
  awaitable<Result<bool>> proves(const CallContext& call, std::optional<UserRow> user, SecretBytes password);
  awaitable<Result<void>> count_failure(const CallContext& call, UserRow user);
  awaitable<Result<void>> send_one(Mailer& mailer, MailRow mail);

  Dependencies d_;
  Store store_;
  Passwords passwords_;
  TokenKeys keys_;
  Sessions sessions_;
};

}  // namespace coffer::identity
