#include "services/identity/identity.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "platform/sql/testing/engines.h"

namespace coffer::identity {
namespace {

constexpr const char* kEmail = "alice@example.com";
constexpr const char* kPassword = "correct horse battery";

class IdentityTest : public sql::testing::OnEveryEngine {
 protected:
  IdentityTest() : OnEveryEngine({migrations()}), workers(1), clock(from_micros(1'700'000'000'000'000)), entropy(5) {
    identity.emplace(dependencies());
    EXPECT_TRUE(run(identity->start()));
  }

  Dependencies dependencies() {
    Settings settings;
    settings.password_cost = {.memory_kib = 64, .passes = 1};
    return {.database = database(),
            .workers = workers,
            .clock = clock,
            .entropy = entropy,
            .settings = settings,
            .sealing_key = Secret<32>()};
  }

  /// Each call comes a while after the one before: ids sort by the millisecond.
  void pass_time() { clock.advance(std::chrono::milliseconds(2)); }

  Result<v1::SignUpReply> sign_up(std::string email = kEmail, std::string admin_token = "") {
    pass_time();
    v1::SignUpRequest request;
    request.set_email(std::move(email));
    request.set_password(kPassword);
    request.set_admin_token(std::move(admin_token));
    return run(identity->sign_up(call, std::move(request)));
  }
  /// The newest message to the address.
  v1::MailboxMessage mail(std::string to = kEmail) {
    v1::ListMailboxRequest request;
    request.set_to(std::move(to));
    const auto reply = run(identity->list_mailbox(call, std::move(request)));
    return reply && reply->messages_size() > 0 ? reply->messages(0) : v1::MailboxMessage();
  }
  Result<v1::Tokens> verify(std::string code, std::string email = kEmail) {
    pass_time();
    v1::VerifyRequest request;
    request.set_email(std::move(email));
    request.set_code(std::move(code));
    return run(identity->verify(call, std::move(request)));
  }
  Result<v1::Tokens> login(std::string password, std::string email = kEmail, std::string previous_token = "") {
    pass_time();
    v1::LoginRequest request;
    request.set_refresh_token(std::move(previous_token));
    request.set_email(std::move(email));
    request.set_password(std::move(password));
    return run(identity->login(call, std::move(request)));
  }
  Result<v1::Tokens> refresh(std::string token) {
    v1::RefreshRequest request;
    request.set_refresh_token(std::move(token));
    return run(identity->refresh(call, std::move(request)));
  }
  Result<v1::ChangePasswordReply> change_password(std::string current, std::string chosen) {
    pass_time();
    v1::ChangePasswordRequest request;
    request.set_current_password(std::move(current));
    request.set_new_password(std::move(chosen));
    return run(identity->change_password(call, std::move(request)));
  }
  /// From now on the calls are those of this session.
  void act_as(const v1::Tokens& tokens) {
    call.principal.kind = Principal::Kind::kUser;
    call.principal.id = tokens.user().id();
    call.principal.session_id = claims(tokens).at("sid");
  }
  v1::Tokens person(std::string email = kEmail, std::string admin_token = "") {
    EXPECT_TRUE(sign_up(email, std::move(admin_token)));
    return *verify(mail(email).code(), email);
  }
  /// The claims of an access token, whose signature holds under the published keys.
  nlohmann::json claims(const v1::Tokens& tokens) {
    const auto jwks = nlohmann::json::parse(run(identity->get_jwks(call, {}))->body());
    const auto header = crypto::parse_jws_header(tokens.access_token());
    for (const auto& key : jwks.at("keys"))
      if (key.at("kid") == header->key_id)
        return nlohmann::json::parse(*crypto::verify_jws(tokens.access_token(), *crypto::parse_jwk(key.dump())));
    return {};
  }
  bool stands(const v1::Tokens& tokens) {
    v1::CheckSessionRequest request;
    request.set_session_id(claims(tokens).at("sid"));
    return run(identity->check_session(call, std::move(request)))->active();
  }

  async::Workers workers;
  ManualClock clock;
  SeededEntropy entropy;
  CallContext call;
  std::optional<Identity> identity;
};

TEST_P(IdentityTest, a_mailed_code_makes_a_person_with_a_session) {
  const auto begun = sign_up("Alice@Example.com");
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->verification().channel(), "email");
  const auto tokens = verify(mail().code());
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->user().id(), begun->user_id());
  EXPECT_EQ(tokens->user().email(), kEmail);
  EXPECT_EQ(tokens->expires_in(), 1800);
  EXPECT_EQ(claims(*tokens).at("sub"), begun->user_id());
  EXPECT_EQ(claims(*tokens).at("roles"), nlohmann::json({"user"}));
}

TEST_P(IdentityTest, knows_nobody_at_first) { EXPECT_EQ(run(identity->list_users(call, {}))->users_size(), 0); }

TEST_P(IdentityTest, a_wrong_used_or_expired_code_is_refused_by_field) {
  ASSERT_TRUE(sign_up());
  const std::string code = mail().code();
  EXPECT_EQ(verify(code == "000000" ? "000001" : "000000").error().details.at("field"), "code");
  EXPECT_EQ(verify(code, "bob@example.com").error().details.at("field"), "code");
  EXPECT_TRUE(verify(code));
  EXPECT_EQ(verify(code).error().details.at("field"), "code");

  ASSERT_TRUE(sign_up("carol@example.com"));
  clock.advance(std::chrono::minutes(11));
  EXPECT_FALSE(verify(mail("carol@example.com").code(), "carol@example.com"));
}

TEST_P(IdentityTest, a_code_dies_after_five_wrong_tries) {
  ASSERT_TRUE(sign_up());
  const std::string code = mail().code();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(verify(code == "000000" ? "000001" : "000000"));
  EXPECT_FALSE(verify(code));
}

TEST_P(IdentityTest, codes_of_one_address_are_bounded_over_all_its_sign_ups) {
  for (int i = 0; i < 20; ++i) {
    if (i % 4 == 0) ASSERT_TRUE(sign_up());
    EXPECT_FALSE(verify("no code"));
  }
  EXPECT_FALSE(verify(mail().code())) << "the right one, after four wrong ones of its own";
  clock.advance(std::chrono::hours(2));
  EXPECT_EQ(sign_up().error().code, ErrorCode::kRateLimited);
  EXPECT_TRUE(sign_up("bob@example.com"));
  clock.advance(std::chrono::hours(22));
  ASSERT_TRUE(sign_up());
  EXPECT_TRUE(verify(mail().code()));
}

TEST_P(IdentityTest, mail_to_one_address_is_bounded_with_an_account_and_without) {
  person();
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(sign_up());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(sign_up("bob@example.com"));
  const auto with_account = sign_up();
  const auto without = sign_up("bob@example.com");
  ASSERT_FALSE(with_account);
  EXPECT_EQ(with_account.error().code, ErrorCode::kRateLimited);
  EXPECT_EQ(with_account.error().message, without.error().message);
  EXPECT_TRUE(sign_up("carol@example.com"));
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(sign_up());
}

TEST_P(IdentityTest, a_taken_address_answers_alike_and_tells_its_owner) {
  const v1::Tokens alice = person();
  const auto again = sign_up();
  ASSERT_TRUE(again);
  EXPECT_NE(again->user_id(), alice.user().id());
  EXPECT_EQ(again->verification().channel(), "email");
  EXPECT_EQ(mail().code(), "");
  EXPECT_NE(mail().subject().find("already"), std::string::npos);
}

TEST_P(IdentityTest, nobody_prepares_a_password_on_anothers_address) {
  v1::SignUpRequest attackers;
  attackers.set_email(kEmail);
  attackers.set_password("the attackers own words");
  ASSERT_TRUE(run(identity->sign_up(call, attackers)));
  ASSERT_TRUE(sign_up());
  ASSERT_TRUE(verify(mail().code()));
  EXPECT_FALSE(login("the attackers own words"));
  EXPECT_TRUE(login(kPassword));
}

TEST_P(IdentityTest, five_failures_lock_and_the_owner_is_told) {
  person();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(login("wrong words here"));
  const auto locked = login(kPassword);
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error(), login("wrong words here").error());
  EXPECT_NE(mail().subject().find("locked"), std::string::npos);
  clock.advance(std::chrono::minutes(16));
  EXPECT_TRUE(login(kPassword));
}

TEST_P(IdentityTest, an_unknown_address_answers_as_a_wrong_password) {
  person();
  EXPECT_EQ(login("wrong words here").error(), login(kPassword, "nobody@example.com").error());
}

TEST_P(IdentityTest, a_refresh_token_is_exchanged_once_and_once_more_in_the_grace_period) {
  const v1::Tokens first = person();
  const auto second = refresh(first.refresh_token());
  ASSERT_TRUE(second);
  EXPECT_NE(second->refresh_token(), first.refresh_token());
  EXPECT_TRUE(refresh(first.refresh_token()));
  EXPECT_TRUE(stands(first));
}

TEST_P(IdentityTest, reuse_ends_the_family_and_no_other_session) {
  const v1::Tokens first = person();
  const v1::Tokens other = *login(kPassword);
  const v1::Tokens second = *refresh(first.refresh_token());
  clock.advance(std::chrono::seconds(31));
  EXPECT_EQ(refresh(first.refresh_token()).error().code, ErrorCode::kAuthentication);
  EXPECT_FALSE(stands(first));
  EXPECT_FALSE(refresh(second.refresh_token()));
  EXPECT_TRUE(stands(other));
  EXPECT_TRUE(refresh(other.refresh_token()));
}

TEST_P(IdentityTest, a_session_ends_after_its_longest_time_however_often_it_is_renewed) {
  v1::Tokens tokens = person();
  for (int day = 6; day < 30; day += 6) {
    clock.advance(std::chrono::hours(24 * 6));
    tokens = *refresh(tokens.refresh_token());
    EXPECT_TRUE(stands(tokens)) << day;
  }
  clock.advance(std::chrono::hours(24 * 6));
  EXPECT_FALSE(refresh(tokens.refresh_token()));
  EXPECT_FALSE(stands(tokens));
}

TEST_P(IdentityTest, a_session_that_is_not_used_ends_in_a_week) {
  const v1::Tokens tokens = person();
  clock.advance(std::chrono::hours(24 * 7));
  EXPECT_FALSE(refresh(tokens.refresh_token()));
  EXPECT_FALSE(stands(tokens));
}

TEST_P(IdentityTest, signing_in_again_ends_the_session_that_was_there_and_no_other) {
  const v1::Tokens first = person();
  const v1::Tokens elsewhere = *login(kPassword);
  const v1::Tokens second = *login(kPassword, kEmail, first.refresh_token());
  EXPECT_FALSE(stands(first));
  act_as(second);
  const v1::Tokens third = *login(kPassword);
  EXPECT_FALSE(stands(second));
  EXPECT_FALSE(login("wrong words here", kEmail, elsewhere.refresh_token()));
  EXPECT_TRUE(stands(elsewhere));
  EXPECT_TRUE(stands(third));
}

TEST_P(IdentityTest, a_changed_password_ends_the_other_sessions_and_the_owner_is_told) {
  const v1::Tokens here = person();
  const v1::Tokens elsewhere = *login(kPassword);
  act_as(here);
  ASSERT_TRUE(change_password(kPassword, "a quiet harbour lantern"));
  EXPECT_TRUE(stands(here));
  EXPECT_FALSE(stands(elsewhere));
  EXPECT_NE(mail().subject().find("changed"), std::string::npos);
  call.principal = {};
  EXPECT_FALSE(login(kPassword));
  EXPECT_TRUE(login("a quiet harbour lantern"));
}

TEST_P(IdentityTest, a_password_is_changed_with_the_current_one_and_to_a_strong_one) {
  act_as(person());
  EXPECT_EQ(change_password(kPassword, "password1").error().details.at("field"), "new_password");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(change_password("wrong words here", "a quiet harbour lantern").error().details.at("field"),
              "current_password");
  // Guesses here count as guesses there.
  EXPECT_FALSE(change_password(kPassword, "a quiet harbour lantern"));
  EXPECT_FALSE(login(kPassword));
}

TEST_P(IdentityTest, logout_ends_the_session_at_once) {
  const v1::Tokens tokens = person();
  act_as(tokens);
  ASSERT_TRUE(run(identity->logout(call, {})));
  EXPECT_FALSE(stands(tokens));
  EXPECT_FALSE(refresh(tokens.refresh_token()));
}

TEST_P(IdentityTest, the_first_administrators_link_works_once) {
  const auto token = run(identity->offer_admin_link());
  ASSERT_TRUE(token && *token);
  EXPECT_FALSE(sign_up("eve@example.com", "made-up"));
  const v1::Tokens admin = person(kEmail, **token);
  EXPECT_EQ(claims(admin).at("roles"), nlohmann::json({"user", "admin"}));
  EXPECT_EQ(sign_up("eve@example.com", **token).error().details.at("field"), "admin_token");
  EXPECT_FALSE(run(identity->offer_admin_link())->has_value());
}

TEST_P(IdentityTest, new_roles_end_the_sessions_that_carry_the_old_ones) {
  const v1::Tokens tokens = person();
  v1::SetRolesRequest request;
  request.set_user_id(tokens.user().id());
  request.add_roles("support");
  ASSERT_TRUE(run(identity->set_roles(call, std::move(request))));
  EXPECT_FALSE(stands(tokens));
  EXPECT_EQ(claims(*login(kPassword)).at("roles"), nlohmann::json({"support"}));
}

TEST_P(IdentityTest, a_new_token_key_signs_and_the_old_one_still_verifies) {
  const v1::Tokens before = person();
  clock.advance(std::chrono::hours(24 * 31));
  ASSERT_TRUE(run(identity->start()));
  const v1::Tokens after = *login(kPassword);
  EXPECT_NE(crypto::parse_jws_header(before.access_token())->key_id,
            crypto::parse_jws_header(after.access_token())->key_id);
  EXPECT_EQ(claims(before).at("sub"), claims(after).at("sub"));
}

TEST_P(IdentityTest, deeds_leave_audit_records) {
  person();
  (void)login("wrong words here");
  const auto reply = run(identity->list_audit_records(call, {}));
  ASSERT_TRUE(reply);
  std::vector<std::string> actions;
  for (const auto& record : reply->records()) actions.push_back(record.action());
  EXPECT_EQ(actions, (std::vector<std::string>{"login.failed", "user.created", "signup.begun"}));
}

COFFER_ON_EVERY_ENGINE(IdentityTest);

}  // namespace
}  // namespace coffer::identity
