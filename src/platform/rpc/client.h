#pragma once

#include <string>

#include "platform/async/awaitable.h"
#include "platform/rpc/descriptor.h"

namespace coffer::rpc {

/// The way to a service in another process.
class Channel {
 public:
  virtual ~Channel() = default;
  /// Sends an encoded request and waits for the encoded reply, or for the failure that the other side
  /// answered. UNAVAILABLE when it cannot be reached or the deadline passes.
  virtual awaitable<Result<std::string>> call(const MethodDescriptor& method, const CallContext& call,
                                              std::string request) = 0;
};

/// What a generated remote client does for each method.
template <class Reply, class Request>
awaitable<Result<Reply>> call_remote(Channel& channel, const MethodDescriptor& method, const CallContext& call,
                                     Request request) {
  CO_TRY(const std::string bytes, co_await channel.call(method, call, request.SerializeAsString()));
  Reply reply;
  if (!reply.ParseFromString(bytes)) co_return fail(internal("undecodable reply of " + std::string(method.full_name)));
  co_return reply;
}

/// What a generated dispatch does for each method.
template <class Api, class Request, class Reply>
awaitable<Result<MessagePtr>> dispatch(const CallContext& call, MessagePtr request, Api& api,
                                       awaitable<Result<Reply>> (Api::*function)(const CallContext&, Request)) {
  CO_TRY(Reply reply, co_await (api.*function)(call, std::move(static_cast<Request&>(*request))));
  co_return std::make_unique<Reply>(std::move(reply));
}

/// The answer to a method that the service does not have.
inline awaitable<Result<MessagePtr>> no_such_method(const MethodDescriptor& method) {
  co_return fail(internal("no method " + std::string(method.full_name)));
}

}  // namespace coffer::rpc
