#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include <atomic>
#include <memory>

#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/async/task_group.h"
#include "platform/async/waiter.h"
#include "platform/rpc/authorization.h"
#include "platform/rpc/descriptor.h"

/// Internal to platform/remote.
namespace coffer::remote {

/// One call on the server's side. It belongs to gRPC until `OnDone`, and to the coroutine that answers
/// it for as long as that runs; whichever of answer and cancellation comes first ends the call.
class ServerCall final : public ::grpc::ServerGenericBidiReactor, public std::enable_shared_from_this<ServerCall> {
 public:
  /// What all calls share; it outlives them.
  struct Host {
    const Clock& clock;
    async::TaskGroup& tasks;
  };

  /// The method of a hosted service that is called.
  struct Target {
    rpc::Hosted& service;
    const rpc::MethodDescriptor& method;
  };

  /// Takes the call on: reads its context, then its request, and answers it on `executor`.
  static ::grpc::ServerGenericBidiReactor* begin(::grpc::GenericCallbackServerContext& context, const Host& host,
                                                 const Target& target, Executor executor);

  ServerCall(::grpc::GenericCallbackServerContext& context, const Host& host, const Target& target, Executor executor);

 private:
  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  /// Who calls and what for. AUTHENTICATION_ERROR for a peer that is no service.
  Result<void> receive_context();
  /// Answers unless the call is cancelled first.
  static awaitable<Result<void>> run(std::shared_ptr<ServerCall> self);
  awaitable<void> answer();
  awaitable<Result<void>> until_cancelled();
  awaitable<Result<rpc::MessagePtr>> invoke();
  void end(const Result<rpc::MessagePtr>& reply);
  /// True for the one that may end the call.
  bool claim() { return !ended_.exchange(true); }

  ::grpc::GenericCallbackServerContext& grpc_;  // alive until the call has ended
  const Host& host_;
  const Target& target_;
  Executor executor_;
  CallContext context_;
  rpc::Caller caller_;
  ::grpc::ByteBuffer request_;
  ::grpc::ByteBuffer reply_;
  std::atomic<bool> ended_ = false;
  std::shared_ptr<async::Waiter> cancelled_ = std::make_shared<async::Waiter>();
  std::shared_ptr<ServerCall> held_by_grpc_;
};

}  // namespace coffer::remote
