// What a password is good for: a session, and another password.
#include <utility>

#include "services/identity/identity.h"

namespace coffer::identity {

awaitable<Result<v1::Tokens>> Identity::login(const CallContext& call, v1::LoginRequest request) {
  SecretBytes password = SecretBytes::copy_of(request.password());
  wipe_container(*request.mutable_password());
  CO_TRY(const std::optional<UserRow> user, co_await store_.find_user_by_email(stored_address(request.email())));
  CO_TRY(const bool proved, co_await proves(call, user, std::move(password)));
  if (!proved) co_return fail(unauthenticated("the address or the password is wrong"));
  CO_TRY(const Grant grant,
         co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<Grant>> {
           CO_CHECK(co_await store_.record_success(transaction, user->id, d_.clock.now()));
           CO_CHECK(co_await record(transaction, call, user->id, "login.succeeded", user->id));
           co_return co_await sessions_.open(transaction, call, *user, request.refresh_token());
         }));
  co_return sessions_.tokens(grant);
}

awaitable<Result<v1::ChangePasswordReply>> Identity::change_password(const CallContext& call,
                                                                     v1::ChangePasswordRequest request) {
  CO_TRY(const std::optional<UserRow> user, co_await store_.find_user(call.principal.id));
  if (!user) co_return fail(unauthenticated("the account is gone"));
  if (auto strong = check_strength(request.new_password(), user->email, user->name, d_.settings.min_password_bits);
      !strong)
    co_return fail(std::move(strong.error()).with("field", "new_password"));
  SecretBytes current = SecretBytes::copy_of(request.current_password());
  SecretBytes chosen = SecretBytes::copy_of(request.new_password());
  wipe_container(*request.mutable_current_password());
  wipe_container(*request.mutable_new_password());
  // Guesses count as those of a sign-in do: a stolen session is no way around the lock.
  CO_TRY(const bool proved, co_await proves(call, user, std::move(current)));
  if (!proved) co_return fail(invalid_field("current_password", "is not the current password"));
  CO_TRY(const std::string hash, co_await passwords_.hash(std::move(chosen)));
  CO_CHECK(co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await store_.set_password_hash(transaction, user->id, hash));
    CO_CHECK(co_await store_.end_sessions_of(transaction, user->id, call.principal.session_id, d_.clock.now()));
    CO_CHECK(co_await queue_mail(transaction, password_changed_mail(user->email)));
    co_return co_await record(transaction, call, user->id, "password.changed", user->id);
  }));
  co_return v1::ChangePasswordReply();
}

/// Whether it is the password of that person. A wrong one is counted, unless the account is locked; then the
/// right one is wrong too. With nobody it costs the same.
awaitable<Result<bool>> Identity::proves(const CallContext& call, std::optional<UserRow> user, SecretBytes password) {
  SecretBytes again = password.clone();
  CO_TRY(const crypto::PasswordCheck checked,
         co_await passwords_.check(std::move(password), user ? user->password_hash : std::string()));
  const bool locked = user && user->locked_until && *user->locked_until > d_.clock.now();
  if (!checked.matches || locked) {
    if (user && !locked) CO_CHECK(co_await count_failure(call, *user));
    co_return false;
  }
  if (!checked.needs_rehash) co_return true;
  CO_TRY(const std::string renewed, co_await passwords_.hash(std::move(again)));
  CO_CHECK(co_await store_.database().transaction(
      [&](sql::Transaction& transaction) { return store_.set_password_hash(transaction, user->id, renewed); }));
  co_return true;
}

awaitable<Result<void>> Identity::count_failure(const CallContext& call, UserRow user) {
  co_return co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const std::int64_t failures, co_await store_.record_failure(transaction, user.id));
    CO_CHECK(co_await record(transaction, call, "", "login.failed", user.id));
    if (failures < d_.settings.max_failed_logins) co_return Result<void>();
    CO_CHECK(co_await store_.lock(transaction, user.id, d_.clock.now() + d_.settings.lock_duration));
    CO_CHECK(co_await record(transaction, call, "", "account.locked", user.id));
    co_return co_await queue_mail(transaction, locked_mail(user.email, d_.settings.lock_duration));
  });
}

}  // namespace coffer::identity
