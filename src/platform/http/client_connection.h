#pragma once

#include <memory>

#include "platform/http/client.h"
#include "platform/http/socket.h"
#include "platform/http/uri.h"

namespace coffer::http {

/// Opens a connection: name resolution, the guard of `reach`, TCP, and TLS with the peer's certificate
/// verified against its host name. Internal to platform/http, as all of this file.
awaitable<Result<std::unique_ptr<Socket>>> connect(const Url& url, Reach reach, TlsContextPtr tls);

/// What came back, or how it failed.
struct Exchange {
  Result<ClientResponse> response = fail(unavailable("no answer"));
  bool keep_alive = false;    // the connection may be used again
  bool nothing_came = false;  // not a single byte of an answer was received
};

/// Sends one request and reads its answer.
awaitable<Exchange> exchange(Socket& socket, const Url& url, const ClientRequest& request);

/// Whether an idle connection is still open and silent.
bool is_reusable(Socket& socket);

}  // namespace coffer::http
