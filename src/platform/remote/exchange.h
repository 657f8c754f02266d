#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "platform/async/awaitable.h"
#include "platform/async/waiter.h"

namespace grpc {
class Channel;
}  // namespace grpc

/// Internal to platform/remote.
namespace coffer::remote {

/// Counts what gRPC holds of a connection, so that its channel can stay until the end of that: the last
/// channel of a process takes gRPC's callback threads with it, and gRPC 1.51 aborts when one of them is
/// what lets it go.
class Flights {
 public:
  /// Counts one for as long as what is returned is held; this outlives it.
  std::shared_ptr<Flights> begin();
  /// Blocks until none is left.
  void await_none();

 private:
  void end();

  std::mutex mutex_;
  std::condition_variable landed_;
  int count_ = 0;
};

/// One request to another process and what came back, alive until gRPC has done with it.
struct Exchange {
  std::string path;  // "/coffer.wallets.v1.Wallets/CreateWallet"
  ::grpc::ClientContext context;
  ::grpc::ByteBuffer request;
  ::grpc::ByteBuffer reply;
  ::grpc::Status status;
  std::shared_ptr<async::Waiter> done = std::make_shared<async::Waiter>();
};

/// What came of it.
struct Outcome {
  Result<std::string> reply;
  bool lost = false;  // the other side did not answer; whether it acted is unknown
};

/// Sends and waits; gRPC's threads only wake the coroutine. A coroutine that is cancelled cancels the
/// call on the other side. `flights` outlives the call.
awaitable<Outcome> perform(std::shared_ptr<Exchange> exchange, std::shared_ptr<::grpc::Channel> channel,
                           Flights& flights);

}  // namespace coffer::remote
