#include "platform/remote/server_call.h"

#include <grpcpp/support/status.h>

#include <chrono>
#include <optional>
#include <utility>

#include "base/secret.h"
#include "platform/async/timeout.h"
#include "platform/remote/bytes.h"
#include "platform/remote/call_metadata.h"
#include "platform/remote/identity.h"

namespace coffer::remote {
namespace {

std::string_view metadata(const ::grpc::ServerContextBase& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return {};
  return {found->second.data(), found->second.size()};
}

/// gRPC's deadline on our clock; nothing when the caller set none.
std::optional<Time> deadline_of(const ::grpc::ServerContextBase& context, Time now) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return std::nullopt;
  return now + std::chrono::duration_cast<Duration>(deadline - std::chrono::system_clock::now());
}

}  // namespace

::grpc::ServerGenericBidiReactor* ServerCall::begin(::grpc::GenericCallbackServerContext& context, const Host& host,
                                                    const Target& target, Executor executor) {
  auto call = std::make_shared<ServerCall>(context, host, target, std::move(executor));
  call->held_by_grpc_ = call;
  if (Result<void> received = call->receive_context(); !received)
    call->end(fail(std::move(received).error()));
  else
    call->StartRead(&call->request_);
  return call.get();
}

ServerCall::ServerCall(::grpc::GenericCallbackServerContext& context, const Host& host, const Target& target,
                       Executor executor)
    : grpc_(context), host_(host), target_(target), executor_(std::move(executor)) {}

Result<void> ServerCall::receive_context() {
  caller_.services = services_of_peer(*grpc_.auth_context());
  if (caller_.services.empty()) return fail(unauthenticated("the certificate names no service"));
  COFFER_TRY(ReceivedCall received, decode_call(metadata(grpc_, kCallKey)));
  context_ = std::move(received.context);
  context_.traceparent = metadata(grpc_, kTraceKey);
  context_.deadline = deadline_of(grpc_, host_.clock.now());
  caller_.origin = received.origin;
  return {};
}

void ServerCall::OnReadDone(bool ok) {
  if (!ok) return end(fail(invalid("a call must have a request")));
  host_.tasks.spawn_on(executor_, std::string(target_.method.full_name), run(shared_from_this()));
}

void ServerCall::OnCancel() {
  // Ended here and not by the coroutine, so that the server can stop whatever a service is doing.
  if (claim()) Finish(::grpc::Status::CANCELLED);
  cancelled_->wake();
}

void ServerCall::OnDone() { const std::shared_ptr<ServerCall> last = std::move(held_by_grpc_); }

awaitable<Result<void>> ServerCall::run(std::shared_ptr<ServerCall> self) {
  co_await async::finishes_before(self->answer(), self->until_cancelled());
  co_return Result<void>();
}

awaitable<Result<void>> ServerCall::until_cancelled() {
  co_await cancelled_->wait();
  co_return Result<void>();
}

awaitable<void> ServerCall::answer() { end(co_await invoke()); }

awaitable<Result<rpc::MessagePtr>> ServerCall::invoke() {
  const rpc::MethodDescriptor& method = target_.method;
  std::optional<std::string> bytes = to_bytes(request_);
  request_.Clear();
  rpc::MessagePtr request = method.make_request();
  const bool read = bytes && request->ParseFromString(*bytes);
  if (bytes) wipe_container(*bytes);
  if (!read) co_return fail(internal("undecodable request of " + std::string(method.full_name)));
  co_return co_await target_.service.for_caller(caller_).invoke(method, context_, std::move(request));
}

void ServerCall::end(const Result<rpc::MessagePtr>& reply) {
  if (!claim()) return;
  if (reply) {
    reply_ = to_buffer((*reply)->SerializeAsString());
    return StartWriteAndFinish(&reply_, ::grpc::WriteOptions(), ::grpc::Status::OK);
  }
  const Error& error = reply.error();
  grpc_.AddTrailingMetadata(kFailureKey, encode_failure(error));
  // The failure travels beside the status, whole; the status is for tools that know gRPC alone.
  Finish(::grpc::Status(static_cast<::grpc::StatusCode>(grpc_status(error.code)),
                        std::string(error_code_name(error.code))));
}

}  // namespace coffer::remote
