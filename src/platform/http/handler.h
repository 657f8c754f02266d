#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/async/awaitable.h"
#include "platform/http/message.h"
#include "platform/http/web_socket.h"

namespace coffer::http {

/// A request that passed the server's checks: complete, within the limits, unambiguous.
struct Request {
  Method method = Method::kGet;
  std::string target;  // as sent: `/v1/wallets?page_size=2`
  std::string path;    // the part before `?`, still percent-encoded; starts with `/`
  std::string query;   // the part after `?`
  Headers headers;
  std::string body;
  std::string client_ip;  // of the socket's peer
  bool tls = false;
};

/// Where a streamed response writes its body.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  /// Sends one chunk at once; fails when the client is gone or too slow, or the server stops.
  virtual awaitable<Result<void>> write(std::string chunk) = 0;
  /// Whether the client is still there and the server still serves.
  [[nodiscard]] virtual bool is_open() const = 0;
};

/// The answer: a body, a stream, or a WebSocket. The server adds Date, Content-Length or
/// Transfer-Encoding, and Connection.
struct Response {
  /// Writes the body piece by piece after the head was sent, as Server-Sent Events do.
  using Stream = std::function<awaitable<void>(BodyWriter&)>;
  /// Takes over the connection after 101; it is closed when this returns.
  using Session = std::function<awaitable<void>(WebSocket&)>;

  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // in place of `body`, for what is kept in memory
  Stream stream;
  Session session;  // only for a request that `is_websocket_upgrade`
  WebSocket::Settings session_settings;
};

/// Whether the request asks to become a WebSocket, as RFC 6455 section 4.2.1 demands it.
bool is_websocket_upgrade(const Request& request);

/// Answers requests. Called on the connection's executor; calls of different connections overlap.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual awaitable<Response> handle(Request request) = 0;
  /// The answer to what the server itself refuses (400, 408, 413, 417, 431, 501) or to an exception of
  /// `handle` (500), so that such answers have the API's error body too.
  virtual Response refuse(int status, std::string_view why) = 0;
};

}  // namespace coffer::http
