#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

namespace coffer::pki {

/// When a certificate holds (RFC 5280 section 4.1.2.5), in whole seconds.
struct Validity {
  Time from;
  Time until;
};

/// A certificate and its private key (PKCS#8), both PEM.
struct Credential {
  std::string certificate;
  SecretBytes private_key;
};

/// VALIDATION_ERROR unless both are PEM and belong together; while files are being replaced they may not.
Result<void> check_credential(const Credential& credential);

/// The system's own certificate authority, which says what services its processes are (RFC 5280, ECDSA
/// with P-256 and SHA-256). Nothing outside the system trusts it. Keys come from OpenSSL's generator.
class Authority {
 public:
  /// A new self-signed authority that may issue for services and not for other authorities.
  static Result<Authority> create(Validity validity);
  /// From what `credential` gave. VALIDATION_ERROR when it is not readable or key and certificate differ.
  static Result<Authority> load(std::string_view certificate, const SecretBytes& private_key);
  ~Authority();
  Authority(Authority&& other) noexcept;
  Authority& operator=(Authority&& other) noexcept;

  /// What must be stored: the certificate for everybody, the key for nobody else.
  [[nodiscard]] Result<Credential> credential() const;

  /// A fresh key and a certificate with which a process proves to be these services, as client and as
  /// server. VALIDATION_ERROR for a bad name or none.
  [[nodiscard]] Result<Credential> issue(std::span<const std::string> services, Validity validity) const;

 private:
  struct Parts;
  explicit Authority(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace coffer::pki
