#include "platform/remote/server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "platform/remote/call_metadata.h"
#include "platform/remote/credentials.h"
#include "platform/remote/server_call.h"

namespace coffer::remote {
namespace {

/// Pings of idle connections are welcome from twice a caller's own interval on.
constexpr int kLeastPingIntervalMs = 5'000;

/// Ends calls of methods that are not here. It belongs to gRPC until `OnDone`.
class Unknown final : public ::grpc::ServerGenericBidiReactor {
 public:
  static ::grpc::ServerGenericBidiReactor* begin() {
    auto call = std::make_shared<Unknown>();
    call->held_by_grpc_ = call;
    call->Finish(::grpc::Status(::grpc::StatusCode::UNIMPLEMENTED, "no such method"));
    return call.get();
  }

 private:
  void OnDone() override { const std::shared_ptr<Unknown> last = std::move(held_by_grpc_); }
  std::shared_ptr<Unknown> held_by_grpc_;
};

/// Finds the method of each call.
class Router final : public ::grpc::CallbackGenericService {
 public:
  Router(const ServerCall::Host& host, async::IoThreads& threads, const std::vector<rpc::Hosted*>& services)
      : host_(host), threads_(threads) {
    for (rpc::Hosted* service : services)
      for (const rpc::MethodDescriptor& method : service->descriptor().methods)
        targets_.emplace("/" + std::string(method.full_name),
                         ServerCall::Target{.service = *service, .method = method});
  }

  ::grpc::ServerGenericBidiReactor* CreateReactor(::grpc::GenericCallbackServerContext* context) override {
    const auto found = targets_.find(context->method());
    if (found == targets_.end()) return Unknown::begin();
    return ServerCall::begin(*context, host_, found->second, threads_.executor());
  }

 private:
  const ServerCall::Host& host_;
  async::IoThreads& threads_;
  std::map<std::string, ServerCall::Target, std::less<>> targets_;
};

}  // namespace

struct Server::State {
  State(ServerSettings given, const Identity& known, Parts shared, const std::vector<rpc::Hosted*>& services)
      : settings(std::move(given)),
        parts(std::move(shared)),
        credentials(server_credentials(known, parts.log)),
        tasks(parts.threads.executor(),
              [this](std::string_view method, const Error& error) {
                parts.log.error("a call could not be answered", {{"method", method}, {"error", error.message}});
              }),
        host{.clock = parts.clock, .tasks = tasks},
        router(host, parts.threads, services) {}

  ServerSettings settings;
  Parts parts;
  std::shared_ptr<::grpc::ServerCredentials> credentials;
  async::TaskGroup tasks;
  ServerCall::Host host;
  Router router;
  int port = 0;
  std::shared_ptr<::grpc::Server> server;  // shared with the worker that waits for its end
};

Server::Server(ServerSettings settings, const Identity& identity, Parts parts, std::vector<rpc::Hosted*> services)
    : state_(std::make_unique<State>(std::move(settings), identity, std::move(parts), services)) {}

Server::~Server() {
  if (state_->server) state_->server->Shutdown(std::chrono::system_clock::now());
}

Result<void> Server::start() {
  State& s = *state_;
  const int limit = static_cast<int>(s.settings.max_message_bytes);
  ::grpc::EnableDefaultHealthCheckService(true);
  ::grpc::ServerBuilder builder;
  builder.AddListeningPort(s.settings.address + ":" + std::to_string(s.settings.port), s.credentials, &s.port);
  builder.RegisterCallbackGenericService(&s.router);
  builder.SetMaxReceiveMessageSize(limit);
  builder.SetMaxSendMessageSize(limit);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, s.settings.max_calls_per_connection);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kLeastPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  s.server = builder.BuildAndStart();
  if (!s.server || s.port == 0)
    return fail(unavailable("cannot listen on " + s.settings.address + ":" + std::to_string(s.settings.port)));
  return {};
}

std::uint16_t Server::port() const { return static_cast<std::uint16_t>(state_->port); }

awaitable<void> Server::stop_accepting() {
  if (state_->server) state_->server->GetHealthCheckService()->SetServingStatus(false);
  co_return;
}

awaitable<void> Server::drain(Duration limit) {
  State& s = *state_;
  if (s.server) {
    // Waiting for gRPC is a blocking call, and the calls that it waits for end on the I/O threads.
    const auto stopped = co_await s.parts.workers.run([server = s.server, limit]() -> Result<void> {
      server->Shutdown(std::chrono::system_clock::now() + limit);
      return {};
    });
    if (!stopped)
      s.parts.log.error("the server of other processes did not drain", {{"error", stopped.error().message}});
  }
  s.tasks.cancel();
  co_await s.tasks.join();
}

}  // namespace coffer::remote
