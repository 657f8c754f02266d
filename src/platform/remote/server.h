#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/async/io_threads.h"
#include "platform/async/workers.h"
#include "platform/remote/identity.h"
#include "platform/rpc/descriptor.h"
#include "platform/telemetry/log.h"

namespace coffer::remote {

struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any that is free
  /// Largest request and reply; the limit of each method is checked behind it.
  std::size_t max_message_bytes = 16 << 20;
  /// Calls at work on one connection; more wait on the other side.
  int max_calls_per_connection = 1024;
};

/// Serves the services of this process to others of the system: gRPC with binary protobuf over mutual
/// TLS, and `grpc.health.v1.Health`. Who calls is known from the certificate; what it says of the user
/// it calls for is believed because of that. Every call goes through the guard of its service. gRPC's
/// own threads only hand calls over: services run on the I/O threads and nothing there waits for gRPC.
class Server {
 public:
  struct Parts {
    const Clock& clock;
    async::IoThreads& threads;
    async::Workers& workers;
    telemetry::Log log;
  };

  /// What `parts` names and the services outlive this.
  Server(ServerSettings settings, const Identity& identity, Parts parts, std::vector<rpc::Hosted*> services);
  /// Not on an I/O thread; `drain` first.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Begins to listen. UNAVAILABLE when it cannot.
  Result<void> start();
  [[nodiscard]] std::uint16_t port() const;

  /// Says NOT_SERVING to who asks after its health.
  awaitable<void> stop_accepting();
  /// Takes no more calls, lets those at work end within `limit`, and cancels the rest.
  awaitable<void> drain(Duration limit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::remote
