#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace boost::asio::ssl {
class context;
}

namespace coffer::http {

using TlsContextPtr = std::shared_ptr<boost::asio::ssl::context>;

struct TlsPaths {
  std::string certificate_chain;  // PEM, leaf first
  std::string private_key;        // PEM
};

/// The certificate a server shows: TLS 1.2 and 1.3, the forward-secret AEAD suites. May be reloaded
/// while serving: connections made afterwards get the new one.
class ServerTls {
 public:
  static Result<std::shared_ptr<ServerTls>> load(TlsPaths paths);
  ~ServerTls();

  /// Reads the files again if one has changed; on an error the old certificate stays. True when changed.
  Result<bool> reload_if_changed();
  [[nodiscard]] TlsContextPtr context() const;

 private:
  explicit ServerTls(TlsPaths paths);
  struct State;
  std::unique_ptr<State> state_;
};

/// Whom a client trusts: the system's certificate authorities and, if given, those of one PEM file.
struct ClientTlsSettings {
  std::string ca_file;
  bool system_authorities = true;
};

}  // namespace coffer::http
