#include "platform/http/tls.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/system_error.hpp>
#include <mutex>

#include "platform/http/tls_context.h"

namespace coffer::http {
namespace {

namespace ssl = boost::asio::ssl;

// RFC 9325 section 4.2: forward secrecy and authenticated encryption only.
constexpr char kTls12Ciphers[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// What tells that a file was replaced.
struct Stamp {
  std::array<std::int64_t, 4> values{};
  bool operator==(const Stamp&) const = default;
};

Stamp stamp_of(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {{static_cast<std::int64_t>(info.st_ino), info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size}};
}

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                  unsigned int in_length, void*) {
  static constexpr std::array<unsigned char, 9> kProtocols{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_length, kProtocols.data(), kProtocols.size(), in, in_length) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Result<TlsContextPtr> make_context(const TlsPaths& paths) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->use_certificate_chain_file(paths.certificate_chain, error);
  if (error) return fail(invalid("the TLS certificate chain cannot be read: " + paths.certificate_chain));
  context->use_private_key_file(paths.private_key, ssl::context::pem, error);
  if (error) return fail(invalid("the TLS private key cannot be read: " + paths.private_key));
  SSL_CTX* handle = context->native_handle();
  if (SSL_CTX_check_private_key(handle) != 1) return fail(invalid("the TLS key does not belong to the certificate"));
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(handle, kTls12Ciphers);
  SSL_CTX_set_alpn_select_cb(handle, choose_http11, nullptr);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

}  // namespace

struct ServerTls::State {
  TlsPaths paths;
  mutable std::mutex mutex;
  std::array<Stamp, 2> stamps;
  TlsContextPtr context;

  [[nodiscard]] std::array<Stamp, 2> stamps_now() const {
    return {stamp_of(paths.certificate_chain), stamp_of(paths.private_key)};
  }
};

ServerTls::ServerTls(TlsPaths paths) : state_(std::make_unique<State>()) { state_->paths = std::move(paths); }
ServerTls::~ServerTls() = default;

Result<std::shared_ptr<ServerTls>> ServerTls::load(TlsPaths paths) {
  std::shared_ptr<ServerTls> tls(new ServerTls(std::move(paths)));
  COFFER_CHECK(tls->reload_if_changed());
  return tls;
}

Result<bool> ServerTls::reload_if_changed() {
  const std::lock_guard lock(state_->mutex);
  const auto stamps = state_->stamps_now();
  if (state_->context && stamps == state_->stamps) return false;
  COFFER_TRY(state_->context, make_context(state_->paths));
  state_->stamps = stamps;
  return true;
}

TlsContextPtr ServerTls::context() const {
  const std::lock_guard lock(state_->mutex);
  return state_->context;
}

Result<TlsContextPtr> make_client_context(const ClientTlsSettings& settings) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  context->set_verify_mode(ssl::verify_peer, error);
  if (settings.system_authorities) context->set_default_verify_paths(error);
  if (error) return fail(internal("the system's certificate authorities cannot be read"));
  if (!settings.ca_file.empty()) context->load_verify_file(settings.ca_file, error);
  if (error) return fail(invalid("the certificate authorities cannot be read: " + settings.ca_file));
  return context;
}

}  // namespace coffer::http
