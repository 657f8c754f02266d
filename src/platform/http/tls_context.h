#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "platform/http/tls.h"

namespace coffer::http {

/// The context of a client's connections: verifies the peer, TLS 1.2 or newer. Internal to platform/http.
Result<TlsContextPtr> make_client_context(const ClientTlsSettings& settings);

}  // namespace coffer::http
