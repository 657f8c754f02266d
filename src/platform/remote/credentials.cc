#include "platform/remote/credentials.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <string>
#include <utility>

#include "base/secret.h"

namespace coffer::remote {
namespace {

grpc_ssl_server_certificate_config* config_of(const Proof& proof) {
  std::string key(proof.own.private_key.expose_text());
  const grpc_ssl_pem_key_cert_pair pair{.private_key = key.c_str(), .cert_chain = proof.own.certificate.c_str()};
  grpc_ssl_server_certificate_config* config =
      grpc_ssl_server_certificate_config_create(proof.authority.c_str(), &pair, 1);
  wipe_container(key);
  return config;
}

/// Certificates that can change while a server runs: gRPC has them in its C interface alone.
class CurrentCertificate final : public ::grpc::ServerCredentials {
 public:
  CurrentCertificate(Identity identity, telemetry::Log log)
      : identity_(std::move(identity)),
        log_(std::move(log)),
        core_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY, &fetch, this))) {}
  ~CurrentCertificate() override { grpc_server_credentials_release(core_); }
  CurrentCertificate(const CurrentCertificate&) = delete;
  CurrentCertificate& operator=(const CurrentCertificate&) = delete;

  /// Metadata prove nothing here: certificates do.
  void SetAuthMetadataProcessor(const std::shared_ptr<::grpc::AuthMetadataProcessor>& /*processor*/) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), core_);
  }

  /// gRPC asks once before it listens and then at each connection, one at a time.
  static grpc_ssl_certificate_config_reload_status fetch(void* self, grpc_ssl_server_certificate_config** config) {
    return static_cast<CurrentCertificate*>(self)->next(config);
  }
  grpc_ssl_certificate_config_reload_status next(grpc_ssl_server_certificate_config** config) {
    Result<std::shared_ptr<const Proof>> read = identity_.read();
    if (!read) log_.error("the certificate of this process cannot be read again", {{"error", read.error().message}});
    const std::shared_ptr<const Proof> now = read ? *std::move(read) : used_ ? used_ : identity_.opened();
    if (used_ && used_->is_same(*now)) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    used_ = now;
    *config = config_of(*now);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  Identity identity_;
  telemetry::Log log_;
  std::shared_ptr<const Proof> used_;
  grpc_server_credentials* core_;
};

}  // namespace

std::shared_ptr<::grpc::ChannelCredentials> channel_credentials(const Proof& proof) {
  ::grpc::SslCredentialsOptions options;
  options.pem_root_certs = proof.authority;
  options.pem_cert_chain = proof.own.certificate;
  options.pem_private_key = proof.own.private_key.expose_text();
  auto out = ::grpc::SslCredentials(options);
  wipe_container(options.pem_private_key);
  return out;
}

std::shared_ptr<::grpc::ServerCredentials> server_credentials(Identity identity, telemetry::Log log) {
  return std::make_shared<CurrentCertificate>(std::move(identity), std::move(log));
}

}  // namespace coffer::remote
