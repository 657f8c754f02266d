#include "services/identity/smtp_mailer.h"

namespace coffer::identity {

SmtpMailer::SmtpMailer(mail::SmtpClient& client, std::string from, telemetry::Log log, telemetry::Metrics& metrics)
    : client_(client),
      from_(std::move(from)),
      log_(log.named("mail")),
      sent_(metrics.counter("coffer_mail_total", "Messages handed to the mail relay", {{"result", "sent"}})),
      failed_(metrics.counter("coffer_mail_total", "Messages handed to the mail relay", {{"result", "failed"}})) {}

awaitable<Result<void>> SmtpMailer::send(MailRow mail) {
  const std::string id = mail.id;
  mail::Message message{.id = std::move(mail.id),
                        .from = from_,
                        .to = std::move(mail.recipient),
                        .subject = std::move(mail.subject),
                        .text = std::move(mail.body),
                        .date = mail.created_at};
  Result<void> sent = co_await client_.send(std::move(message));
  (sent ? sent_ : failed_).Increment();
  if (sent) co_return sent;
  const bool never = sent.error().code == ErrorCode::kValidation;
  log_.write(never ? telemetry::Level::kError : telemetry::Level::kWarning,
             never ? "a message can never be sent" : "a message is sent again later",
             {{"mail", id}, {"attempts", mail.attempts + 1}, {"reason", sent.error().message}});
  if (never) co_return Result<void>();
  co_return sent;
}

}  // namespace coffer::identity
