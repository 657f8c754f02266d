#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "platform/async/io_threads.h"
#include "platform/async/sleeper.h"
#include "platform/http/handler.h"
#include "platform/http/tls.h"

namespace coffer::http {

/// What a server takes, and how long. Every limit holds per connection or request.
struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                // 0 lets the system choose; see Server::port()
  std::size_t max_connections = 10'000;  // at the limit, the one that waits longest for its client makes room
  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_body_bytes = 1 << 20;
  std::size_t max_unfinished_bytes = 64 << 20;           // of all bodies being read by one thread; then the oldest go
  Duration header_timeout = std::chrono::seconds{10};    // from the first byte of a request to its head's end
  Duration body_timeout = std::chrono::seconds{30};      // from there to the body's end
  Duration idle_timeout = std::chrono::seconds{60};      // between requests
  Duration write_timeout = std::chrono::seconds{30};     // for one response, or one chunk of a stream
  Duration handler_timeout = std::chrono::seconds{120};  // for an answer to begin
  std::size_t max_requests_per_connection = 100'000;

  bool operator==(const ServerSettings&) const = default;
};

/// An HTTP/1.1 server (RFC 9112) for one port: keep-alive, pipelining, TLS, WebSocket, streams. It
/// refuses what can be read in two ways (request smuggling): Content-Length with Transfer-Encoding or
/// twice, codings other than `chunked`, folded header lines, bare line feeds, a missing or doubled Host.
class Server {
 public:
  /// What an operator should hear: a bug in a handler, an accept error, a certificate not reloaded.
  using OnError = std::function<void(std::string_view what)>;

  /// `tls` null serves plain HTTP. `handler`, `threads` and `sleeper` outlive the server.
  Server(ServerSettings settings, async::IoThreads& threads, async::Sleeper& sleeper, Handler& handler,
         std::shared_ptr<ServerTls> tls, OnError on_error);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and begins to accept. Fails when the address cannot be had.
  Result<void> start();
  /// The port listened on.
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;

  /// Closes the listening socket and the idle connections; later answers say `Connection: close`.
  awaitable<void> stop_accepting();
  /// Waits until every request is answered, at most `limit`, then cuts what is left. Streams and
  /// WebSockets are told to end at once.
  awaitable<void> drain(Duration limit);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::http
