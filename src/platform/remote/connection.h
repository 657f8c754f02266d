#pragma once

#include <memory>
#include <string>

#include "base/entropy.h"
#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/async/sleeper.h"
#include "platform/remote/identity.h"
#include "platform/rpc/client.h"
#include "platform/telemetry/log.h"

namespace coffer::remote {

struct ConnectionSettings {
  /// The service that must be at the other end; its certificate says whether it is.
  std::string service = {};
  /// `host:port`, or any gRPC target, as `dns:///signer.prod:7000`. Calls go round the addresses of a name.
  std::string target = {};
  /// Largest request and reply.
  std::size_t max_message_bytes = 16 << 20;
  /// How often a repeatable call whose answer was lost is sent.
  int max_attempts = 3;
  /// The wait before the first repetition; it doubles each time, and half of it is by chance.
  Duration first_backoff = std::chrono::milliseconds(50);
  /// One in `100 / retry_percent` calls may be a repetition, beyond a reserve.
  int retry_percent = 10;
  int retry_reserve = 20;
  /// How often the files of the identity are looked at; once they have changed, calls take a connection
  /// made with what they hold.
  Duration identity_refresh = std::chrono::minutes(1);
};

/// The way to a process that runs other services: one gRPC connection for all calls, made when first
/// used and made again when lost. A process that is away is UNAVAILABLE at once, not at the deadline.
/// May be used from any thread.
class Connection {
 public:
  struct Parts {
    const Clock& clock;
    async::Sleeper& sleeper;
    Entropy& entropy;
    telemetry::Log log;
  };

  /// What `parts` names outlives this.
  Connection(ConnectionSettings settings, const Identity& identity, const Parts& parts);
  /// Waits for gRPC to be done with calls that were cancelled; none is being made any more.
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// For what the gateway passes on for its clients.
  rpc::Channel& edge();
  /// For what services of this process ask.
  rpc::Channel& inside();

  /// Whether the other process says that it serves (grpc.health.v1).
  awaitable<Result<void>> check_health();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::remote
