#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/pki/authority.h"

namespace grpc {
class AuthContext;
}  // namespace grpc

namespace coffer::remote {

/// Where a process keeps what proves its services to others, PEM: its certificate and key, and the
/// certificate of the authority that it believes.
struct IdentityFiles {
  std::filesystem::path authority;
  std::filesystem::path certificate;
  std::filesystem::path private_key;
};

/// What the files held at one moment.
struct Proof {
  std::string authority;
  pki::Credential own;

  /// A certificate vouches for one key, so that keys need not be compared.
  [[nodiscard]] bool is_same(const Proof& other) const {
    return authority == other.authority && own.certificate == other.own.certificate;
  }
};

/// Mutual TLS between the processes of the system. New connections use what the files hold when they are
/// made: a server reads them for each, a caller as `ConnectionSettings` says.
class Identity {
 public:
  /// VALIDATION_ERROR for a file that cannot be read, is no PEM or fits no other, AUTHORIZATION_ERROR for
  /// a key that others may read.
  static Result<Identity> open(const IdentityFiles& files);

  /// What the files held when they were opened.
  [[nodiscard]] const std::shared_ptr<const Proof>& opened() const { return opened_; }
  /// What they hold now; fails as `open`.
  [[nodiscard]] Result<std::shared_ptr<const Proof>> read() const;

 private:
  Identity(IdentityFiles files, std::shared_ptr<const Proof> opened)
      : files_(std::move(files)), opened_(std::move(opened)) {}

  IdentityFiles files_;
  std::shared_ptr<const Proof> opened_;
};

/// The services that the other side of a connection has proved to be; none without a certificate.
std::vector<std::string> services_of_peer(const ::grpc::AuthContext& peer);

}  // namespace coffer::remote
