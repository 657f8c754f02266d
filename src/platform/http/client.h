#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/entropy.h"
#include "base/time.h"
#include "platform/async/sleeper.h"
#include "platform/http/message.h"
#include "platform/http/tls.h"
#include "platform/http/web_socket.h"

namespace coffer::http {

/// Which hosts a call may reach.
enum class Reach {
  kAnywhere,    // for URLs from the configuration: nodes, the mail relay, …
  kPublicOnly,  // for URLs that users give: no loopback, private, link-local or reserved address,
                // checked after name resolution and again at each redirect (SSRF)
};

struct ClientRequest {
  Method method = Method::kGet;
  std::string url;
  Headers headers;
  std::string body;
  Duration timeout = std::chrono::seconds{10};  // for the whole call with its retries
  std::size_t max_response_bytes = 8 << 20;
  Reach reach = Reach::kAnywhere;
  bool idempotent = false;  // may be sent again when the answer was lost or was 502, 503, 504
  int max_redirects = 0;    // followed for GET and HEAD only
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};

/// Calls other servers. An answer of any status is a value; `Error` means that there was none:
/// UNAVAILABLE (not reached, lost, too late), VALIDATION_ERROR (the URL, or where it leads),
/// PAYLOAD_TOO_LARGE (the answer).
class Client {
 public:
  virtual ~Client() = default;
  virtual awaitable<Result<ClientResponse>> send(ClientRequest request) = 0;

  struct WebSocketRequest {
    std::string url;  // ws:// or wss://
    Headers headers;
    Duration timeout = std::chrono::seconds{10};  // until it is open
    Reach reach = Reach::kAnywhere;
    WebSocket::Settings settings;
  };
  virtual awaitable<Result<std::unique_ptr<WebSocket>>> open_websocket(WebSocketRequest request) = 0;
};

struct ClientSettings {
  std::size_t max_idle_per_origin = 16;
  Duration idle_timeout = std::chrono::seconds{20};  // kept open without use
  Duration connect_timeout = std::chrono::seconds{5};
  int max_attempts = 3;
  Duration retry_delay = std::chrono::milliseconds{50};  // doubled each time, with jitter
  /// Retries may be at most this part of the calls made, in percent, beyond a reserve of ten.
  int retry_budget_percent = 10;
  ClientTlsSettings tls;
};

/// Connections are kept open and used again per origin and executor. May be used from any thread; it
/// ends before the executors that it was used on. `sleeper` and `entropy` (for jitter) outlive it. Fails when the
/// authorities' file cannot be read.
Result<std::unique_ptr<Client>> make_client(ClientSettings settings, async::Sleeper& sleeper, Entropy& entropy);

}  // namespace coffer::http
