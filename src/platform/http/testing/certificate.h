#pragma once

#include <filesystem>
#include <string>

#include "platform/http/tls.h"

/// For tests only.
namespace coffer::http::testing {

/// A self-signed certificate for a host name, in a temporary folder of its own.
class TestCertificate {
 public:
  explicit TestCertificate(const std::string& host);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  [[nodiscard]] TlsPaths paths() const;
  /// Puts a new key and certificate for `host` in the same files.
  void renew(const std::string& host) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace coffer::http::testing
