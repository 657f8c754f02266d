#include "services/identity/mail.h"

#include <algorithm>

namespace coffer::identity {
namespace {

std::string minutes(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(duration).count()) + " minutes";
}

MailRow mail(std::string recipient, std::string subject, std::string body) {
  MailRow out;
  out.recipient = std::move(recipient);
  out.subject = std::move(subject);
  out.body = std::move(body);
  return out;
}

}  // namespace

MailRow code_mail(std::string recipient, std::string code, Duration lifetime) {
  MailRow out = mail(std::move(recipient), "Your Coffer code: " + code,
                     "Your code is " + code + ". It is good for " + minutes(lifetime) +
                         ".\n\nIf you did not ask for it, you need not do anything.\n");
  out.code = std::move(code);
  return out;
}

MailRow taken_mail(std::string recipient) {
  return mail(std::move(recipient), "You already have a Coffer account",
              "Somebody, perhaps you, tried to sign up with this address. It has an account: sign in with it.\n\n"
              "If it was not you, you need not do anything.\n");
}

MailRow locked_mail(std::string recipient, Duration duration) {
  return mail(std::move(recipient), "Your Coffer account is locked for a while",
              "There were too many sign-ins with a wrong password. The account is locked for " + minutes(duration) +
                  ".\n\nIf it was not you, choose a new password when you sign in next.\n");
}

MailRow password_changed_mail(std::string recipient) {
  return mail(std::move(recipient), "Your Coffer password was changed",
              "The password of your account was changed, and every other session was ended.\n\n"
              "If it was not you, somebody else is signed in: tell those who run this server.\n");
}

std::string stored_address(std::string_view email) {
  std::string out(email);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace coffer::identity
