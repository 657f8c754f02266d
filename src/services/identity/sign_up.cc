// From an address and a password to a person with a session.
#include <algorithm>
#include <array>
#include <utility>

#include "base/id.h"
#include "domain/crypto/sha2.h"
#include "services/identity/identity.h"

namespace coffer::identity {
namespace {

/// Six decimal digits, each value equally likely.
Result<std::string> new_code(Entropy& entropy) {
  constexpr std::uint32_t kCodes = 1'000'000;
  constexpr std::uint32_t kFair = UINT32_MAX / kCodes * kCodes;
  while (true) {
    std::array<std::uint8_t, 4> raw{};
    COFFER_CHECK(entropy.fill(raw));
    const std::uint32_t value =
        std::uint32_t{raw[0]} << 24 | std::uint32_t{raw[1]} << 16 | std::uint32_t{raw[2]} << 8 | raw[3];
    if (value >= kFair) continue;
    const std::string digits = std::to_string(value % kCodes);
    return std::string(6 - digits.size(), '0') + digits;
  }
}

Bytes code_hash(std::string_view signup_id, std::string_view code) {
  const auto hash = crypto::sha256({as_bytes(signup_id), as_bytes(":"), as_bytes(code)});
  return {hash.begin(), hash.end()};
}

Bytes link_hash(std::string_view token) {
  const auto hash = crypto::sha256(as_bytes(token));
  return {hash.begin(), hash.end()};
}

/// The same with and without an account: it tells only what the caller and others asked for before.
Error asked_too_often(Time until, Time now) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(until - now).count();
  return Error{ErrorCode::kRateLimited, "too many codes for this address; try again later", {}}
      .with("field", "email")
      .with("retry_after", std::to_string(seconds));
}

Error wrong_code() { return invalid_field("code", "is not valid; ask for a new one by signing up again"); }

}  // namespace

awaitable<Result<v1::SignUpReply>> Identity::sign_up(const CallContext& call, v1::SignUpRequest request) {
  CO_CHECK(check_strength(request.password(), request.email(), request.name(), d_.settings.min_password_bits));
  CO_TRY(const std::string code, new_code(d_.entropy));
  CO_TRY(SignupRow signup, co_await prepare_signup(request, code));
  if (!request.admin_token().empty()) {
    signup.admin_link = link_hash(request.admin_token());
    CO_TRY(const bool stands, co_await store_.admin_link_stands(*signup.admin_link, d_.clock.now()));
    if (!stands) co_return fail(invalid_field("admin_token", "is used, expired or unknown"));
  }
  CO_TRY(const std::optional<UserRow> taken, co_await store_.find_user_by_email(signup.email));
  CO_CHECK(co_await store_.database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await check_address(transaction, signup.email));
    if (taken) {
      CO_CHECK(co_await queue_mail(transaction, taken_mail(signup.email)));
      co_return co_await record(transaction, call, "", "signup.address_taken", taken->id);
    }
    CO_CHECK(co_await store_.insert_signup(transaction, signup));
    CO_CHECK(co_await queue_mail(transaction, code_mail(signup.email, code, d_.settings.code_lifetime)));
    co_return co_await record(transaction, call, "", "signup.begun", signup.id);
  }));
  v1::SignUpReply reply;
  reply.set_user_id(signup.id);
  reply.mutable_verification()->set_channel("email");
  *reply.mutable_verification()->mutable_expires_at() = to_timestamp(signup.expires_at);
  co_return reply;
}

/// Whether one more code may be mailed: the address was neither mailed nor guessed at too often.
awaitable<Result<void>> Identity::check_address(sql::Transaction& transaction, std::string email) {
  const Time now = d_.clock.now();
  const Settings& settings = d_.settings;
  CO_TRY(const std::optional<Time> mailed,
         co_await store_.mailed_since(transaction, email, now - settings.mail_window, settings.max_mails));
  if (mailed) co_return fail(asked_too_often(*mailed + settings.mail_window, now));
  CO_TRY(const std::optional<Time> tried,
         co_await store_.codes_tried_since(transaction, email, now - settings.address_tries_window,
                                           settings.max_address_tries));
  if (tried) co_return fail(asked_too_often(*tried + settings.address_tries_window, now));
  co_return Result<void>();
}

awaitable<Result<SignupRow>> Identity::prepare_signup(v1::SignUpRequest& request, std::string code) {
  SecretBytes password = SecretBytes::copy_of(request.password());
  wipe_container(*request.mutable_password());
  CO_TRY(std::string password_hash, co_await passwords_.hash(std::move(password)));
  const Time now = d_.clock.now();
  CO_TRY(std::string id, new_id(d_.clock, d_.entropy));
  Bytes hash = code_hash(id, code);
  co_return SignupRow{.id = std::move(id),
                      .email = stored_address(request.email()),
                      .name = request.name(),
                      .password_hash = std::move(password_hash),
                      .code_hash = std::move(hash),
                      .admin_link = {},
                      .created_at = now,
                      .expires_at = now + d_.settings.code_lifetime};
}

awaitable<Result<v1::Tokens>> Identity::verify(const CallContext& call, v1::VerifyRequest request) {
  request.set_email(stored_address(request.email()));
  // A wrong code must be counted, so the transaction commits in both cases.
  CO_TRY(const std::optional<Grant> grant,
         co_await store_.database().transaction(
             [&](sql::Transaction& transaction) -> awaitable<Result<std::optional<Grant>>> {
               CO_TRY(std::optional<Grant> made, co_await complete_signup(transaction, call, request));
               if (!made) CO_CHECK(co_await store_.count_tries(transaction, request.email()));
               co_return made;
             }));
  if (!grant) co_return fail(wrong_code());
  co_return sessions_.tokens(*grant);
}

awaitable<Result<std::optional<Grant>>> Identity::complete_signup(sql::Transaction& transaction,
                                                                  const CallContext& call,
                                                                  const v1::VerifyRequest& request) {
  const Time now = d_.clock.now();
  // Counted before it is looked at, so that tries side by side are no more than tries one by one.
  CO_TRY(const std::int64_t tries,
         co_await store_.count_code(transaction, request.email(), now, now - d_.settings.address_tries_window));
  CO_TRY(const std::vector<SignupRow> open,
         co_await store_.open_signups(transaction, request.email(), now, d_.settings.max_code_tries,
                                      d_.settings.max_open_signups));
  const auto found = std::ranges::find_if(open, [&](const SignupRow& signup) {
    return equal_constant_time(signup.code_hash, code_hash(signup.id, request.code()));
  });
  if (found == open.end() || tries > d_.settings.max_address_tries) co_return std::nullopt;

  UserRow user{.id = found->id,
               .email = found->email,
               .name = found->name,
               .password_hash = found->password_hash,
               .roles = {"user"},
               .locked_until = {},
               .created_at = now};
  if (found->admin_link) {
    CO_TRY(const bool first_use, co_await store_.use_admin_link(transaction, *found->admin_link, now));
    if (first_use) user.roles.emplace_back("admin");
  }
  CO_TRY(const bool made, co_await store_.insert_user(transaction, user));
  CO_CHECK(co_await store_.delete_signups(transaction, user.email));
  if (!made) co_return std::nullopt;
  CO_CHECK(co_await record(transaction, call, user.id, "user.created", user.id));
  CO_TRY(Grant grant, co_await sessions_.open(transaction, call, std::move(user), request.refresh_token()));
  co_return grant;
}

awaitable<Result<std::optional<std::string>>> Identity::offer_admin_link() {
  CO_TRY(const bool has_admin, co_await store_.has_admin());
  if (has_admin) co_return std::nullopt;
  ByteArray<32> random{};
  CO_CHECK(d_.entropy.fill(random));
  std::string token = base64url(random);
  CO_CHECK(co_await store_.insert_admin_link(link_hash(token), d_.clock.now() + d_.settings.admin_link_lifetime));
  co_return token;
}

}  // namespace coffer::identity
