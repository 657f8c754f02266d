#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/handler.h"
#include "platform/telemetry/metrics.h"
#include "services/gateway/doorman.h"
#include "services/gateway/open_streams.h"
#include "services/gateway/parts.h"

namespace coffer::gateway {

/// Serves the contract's long polls as WebSockets and as server-sent events: a loop that asks for what
/// followed its cursor. Nothing is kept here; a client that comes back with its last cursor misses
/// nothing and gets nothing twice.
class Streams {
 public:
  /// Both outlive it.
  Streams(const Parts& parts, Doorman& doorman);

  /// The method that a path streams; null when the path is none of theirs.
  struct Source {
    rpc::Service* service = nullptr;
    const rpc::MethodDescriptor* method = nullptr;
    bool websocket = false;
  };
  [[nodiscard]] std::optional<Source> find(std::string_view path) const;

  /// Begins the stream of an admitted caller. The first poll is made before the answer, so that wrong
  /// parameters are answered as such and "from now" means from this moment.
  awaitable<Result<http::Response>> open(http::Request request, RequestInfo info, Source source, Principal principal);

 private:
  struct Stream;

  awaitable<Result<rpc::StreamBatch>> poll(Stream& stream, Duration wait);
  awaitable<void> run_events(std::shared_ptr<Stream> stream, http::BodyWriter& writer);
  awaitable<void> run_socket(std::shared_ptr<Stream> stream, http::WebSocket& socket);
  awaitable<void> send_to_socket(std::shared_ptr<Stream> stream, http::WebSocket& socket);

  const Parts& parts_;
  Doorman& doorman_;
  OpenStreams open_;
  telemetry::Gauge& open_sockets_;
  telemetry::Gauge& open_events_;
};

}  // namespace coffer::gateway
