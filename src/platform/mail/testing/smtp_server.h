#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// For tests only.
namespace coffer::mail::testing {

/// A mail server (smtp_server.py, aiosmtpd) on a free port of the loopback interface, ended with the
/// object. Throws `std::runtime_error` when it does not start.
class SmtpServer {
 public:
  explicit SmtpServer(std::vector<std::string> arguments = {});
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  [[nodiscard]] std::string port() const { return port_; }
  /// Waits for the next message: `{from, to, data, tls, user}`.
  nlohmann::json next_message();

 private:
  std::string read_line();

  pid_t pid_ = 0;
  std::FILE* output_ = nullptr;
  std::string port_;
};

}  // namespace coffer::mail::testing
