#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "platform/async/awaitable.h"

namespace coffer::http {

/// An open WebSocket (RFC 6455), either end. One coroutine receives; any may send, from the executor
/// the session runs on. Pings are answered by the session itself.
class WebSocket {
 public:
  struct Settings {
    std::size_t max_message_bytes = 1 << 20;
    /// Messages that may wait while a slow peer takes an earlier one.
    std::size_t max_queued = 256;
    /// A peer that sends nothing, not even a pong, for this long is gone. Half of it in silence
    /// sends a ping.
    Duration idle_timeout = std::chrono::seconds{60};
  };

  virtual ~WebSocket() = default;
  /// The next text or binary message. Fails when the connection is closed, with UNAVAILABLE.
  virtual awaitable<Result<std::string>> receive() = 0;
  /// Sends one text message, UTF-8, after those that wait already. Fails once the connection is closed,
  /// and when too many wait.
  virtual awaitable<Result<void>> send(std::string message) = 0;
  /// Closes with a code of RFC 6455 section 7.4.
  virtual awaitable<void> close(std::uint16_t code, std::string reason) = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
};

}  // namespace coffer::http
