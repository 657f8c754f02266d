#pragma once

#include <string>
#include <string_view>

#include "base/entropy.h"
#include "services/identity/settings.h"
#include "services/identity/store.h"

namespace coffer::identity {

/// What this service writes to people. `code` is kept apart for the development mailbox.
MailRow code_mail(std::string recipient, std::string code, Duration lifetime);
MailRow taken_mail(std::string recipient);
MailRow locked_mail(std::string recipient, Duration duration);
MailRow password_changed_mail(std::string recipient);

/// An address as it is stored: case does not tell mailboxes apart anywhere that matters, and people type both.
std::string stored_address(std::string_view email);

/// Hands one message over to whoever delivers it.
class Mailer {
 public:
  virtual ~Mailer() = default;
  virtual awaitable<Result<void>> send(MailRow mail) = 0;
};

}  // namespace coffer::identity
