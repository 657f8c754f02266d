#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "platform/http/deadline.h"
#include "platform/http/head_check.h"
#include "platform/http/lane.h"
#include "platform/http/server.h"
#include "platform/http/socket.h"

namespace coffer::http {

/// Takes requests off a connection one after the other. Internal to platform/http.
class RequestReader {
 public:
  enum class End {
    kRequest,  // complete, in `request`
    kRefused,  // to be answered with `refusal`, then closed
    kClosed,   // nothing more came
  };
  struct Outcome {
    End end = End::kClosed;
    Request request;
    bool keep_alive = false;
    int minor_version = 1;
    Refusal refusal;
  };

  /// `owner` is the connection that reads, one of `lane`.
  RequestReader(Socket& socket, Deadline& deadline, const ServerSettings& settings, Lane& lane, Swept& owner);
  ~RequestReader();

  /// Waits for the next request and reads it whole.
  awaitable<Outcome> next();
  /// Whether bytes of a further request are here already.
  [[nodiscard]] bool has_more() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::http
