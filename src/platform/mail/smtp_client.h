#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/secret.h"
#include "platform/async/awaitable.h"
#include "platform/async/workers.h"
#include "platform/mail/message.h"

namespace coffer::mail {

enum class SmtpTls {
  kAlways,
  kUnlessLoopback,  // a relay on this machine may do without; where it offers TLS it is used
};

struct SmtpSettings {
  /// `smtp://host:port` (STARTTLS) or `smtps://host:port` (TLS from the start).
  std::string url;
  /// For AUTH; no authentication when empty.
  std::string username;
  SecretBytes password{0};
  SmtpTls tls = SmtpTls::kUnlessLoopback;
  /// PEM with the authorities to trust; the system's when empty.
  std::string ca_file;
  std::chrono::milliseconds connect_timeout{10'000};
  /// For the whole of one message.
  std::chrono::milliseconds timeout{30'000};
};

/// Hands messages to a mail relay (RFC 5321) through libcurl. TLS is 1.2 or
/// later, with a verified certificate.
class SmtpClient {
 public:
  /// Refuses an URL of another form. `workers` outlive it: each message occupies one thread.
  static Result<std::unique_ptr<SmtpClient>> create(SmtpSettings settings, async::Workers& workers);
  ~SmtpClient();
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  /// Returns once the relay has taken the message. VALIDATION_ERROR for a message that can never be
  /// sent, UNAVAILABLE with the reason for everything that a later attempt may do.
  awaitable<Result<void>> send(Message message);

 private:
  struct State;
  SmtpClient(std::shared_ptr<const State> state, async::Workers& workers);

  std::shared_ptr<const State> state_;
  async::Workers& workers_;
};

}  // namespace coffer::mail
