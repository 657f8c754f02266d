#pragma once

#include "platform/mail/smtp_client.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/identity/mail.h"

namespace coffer::identity {

/// Hands mail to a relay. A message that can never be sent is logged and counts as sent, so that it
/// does not come again; any other failure is logged and comes again later.
class SmtpMailer final : public Mailer {
 public:
  /// `client` and `metrics` outlive it; `from` is an address.
  SmtpMailer(mail::SmtpClient& client, std::string from, telemetry::Log log, telemetry::Metrics& metrics);

  awaitable<Result<void>> send(MailRow mail) override;

 private:
  mail::SmtpClient& client_;
  std::string from_;
  telemetry::Log log_;
  telemetry::Counter& sent_;
  telemetry::Counter& failed_;
};

}  // namespace coffer::identity
