#include "platform/remote/exchange.h"

#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <optional>
#include <utility>

#include "platform/remote/bytes.h"
#include "platform/remote/call_metadata.h"

namespace coffer::remote {
namespace {

/// The failure that the other side's guard or service answered, whole.
std::optional<Error> answered_failure(const Exchange& exchange) {
  const auto& trailers = exchange.context.GetServerTrailingMetadata();
  const auto found = trailers.find(kFailureKey);
  if (found == trailers.end()) return std::nullopt;
  return decode_failure({found->second.data(), found->second.size()});
}

/// A failure of the transport. The text of gRPC names addresses and is not passed on.
Error transport_failure(const Exchange& exchange) {
  switch (exchange.status.error_code()) {
    case ::grpc::StatusCode::DEADLINE_EXCEEDED:
      return async::deadline_exceeded();
    case ::grpc::StatusCode::CANCELLED:
    case ::grpc::StatusCode::UNAVAILABLE:
      return unavailable("another part of the system is away");
    case ::grpc::StatusCode::RESOURCE_EXHAUSTED:
      return internal("a message larger than the transport takes: " + exchange.path);
    case ::grpc::StatusCode::UNIMPLEMENTED:
      return internal("not served at the other end: " + exchange.path);
    default:
      return internal("gRPC status " + std::to_string(exchange.status.error_code()) + ": " + exchange.path);
  }
}

}  // namespace

std::shared_ptr<Flights> Flights::begin() {
  const std::lock_guard lock(mutex_);
  ++count_;
  return {this, [](Flights* flights) { flights->end(); }};
}

void Flights::end() {
  const std::lock_guard lock(mutex_);
  if (--count_ == 0) landed_.notify_all();
}

void Flights::await_none() {
  std::unique_lock lock(mutex_);
  landed_.wait(lock, [this] { return count_ == 0; });
}

awaitable<Outcome> perform(std::shared_ptr<Exchange> exchange, std::shared_ptr<::grpc::Channel> channel,
                           Flights& flights) {
  ::grpc::GenericStub stub(std::move(channel));
  stub.UnaryCall(&exchange->context, exchange->path, {}, &exchange->request, &exchange->reply,
                 [held = exchange, flight = flights.begin()](::grpc::Status status) mutable {
                   held->status = std::move(status);
                   held->done->wake();
                   held.reset();  // and with it, maybe, a channel, before the connection may let go of it
                   flight.reset();
                 });
  if (!co_await exchange->done->wait()) {
    exchange->context.TryCancel();
    co_return Outcome{.reply = fail(async::cancelled())};
  }
  if (exchange->status.ok()) {
    std::optional<std::string> bytes = to_bytes(exchange->reply);
    if (!bytes) co_return Outcome{.reply = fail(internal("a damaged reply: " + exchange->path))};
    co_return Outcome{.reply = *std::move(bytes)};
  }
  if (std::optional<Error> error = answered_failure(*exchange)) co_return Outcome{.reply = fail(*std::move(error))};
  co_return Outcome{.reply = fail(transport_failure(*exchange)),
                    .lost = exchange->status.error_code() == ::grpc::StatusCode::UNAVAILABLE};
}

}  // namespace coffer::remote
