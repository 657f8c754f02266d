#include "apps/verify/seams.h"

#include <fmt/format.h>

#include "apps/verify/checker.h"
#include "platform/async/waiter.h"

namespace coffer::verify {
namespace {

using chains::RpcCall;
using chains::RpcReply;
using Replies = Result<std::vector<RpcReply>>;

/// A request on its way; both the network and the process hold it.
struct Exchange {
  std::optional<Replies> replies;
  const std::shared_ptr<async::Waiter> waiter = std::make_shared<async::Waiter>();

  void answer(Replies with) {
    if (replies) return;
    replies.emplace(std::move(with));
    waiter->wake();
  }
};

bool is_send(const RpcCall& call) { return call.method == "eth_sendRawTransaction"; }

void dispatch(World& world, std::size_t node, std::vector<RpcCall> calls, const std::shared_ptr<Exchange>& exchange) {
  const Duration way = world.network.node(node).mood().latency;
  world.timeline.after(way, [&world, node, way, calls = std::move(calls), exchange] {
    const NodeMood& mood = world.network.node(node).mood();
    if (mood.down) return exchange->answer(fail(unavailable("the node cannot be reached")));
    std::vector<RpcReply> replies = world.network.serve(node, calls);
    for (std::size_t i = 0; i < calls.size() && world.trace.wanted(); ++i) {
      if (!is_send(calls[i])) continue;
      world.say(fmt::format("node{} is sent …{}: {}", node, calls[i].params.substr(calls[i].params.size() - 12, 8),
                            replies[i] ? "taken" : replies[i].error().message));
    }
    if (mood.mute) return;
    world.timeline.after(way,
                         [exchange, replies = std::move(replies)]() mutable { exchange->answer(std::move(replies)); });
  });
}

}  // namespace

awaitable<Replies> NodeLink::call(std::vector<RpcCall> calls, Duration timeout) {
  World& world = process_.world();
  co_await process_.stand_still();
  const bool sends = !calls.empty() && is_send(calls.front());
  const Fate fate = process_.strike(sends ? Point::kSend : Point::kAsk);
  if (fate == Fate::kFailBefore) co_return fail(unavailable("the node cannot be reached"));
  for (const RpcCall& call : calls) {
    if (is_send(call)) co_await world.checker->before_send(call.params);
  }
  const auto exchange = std::make_shared<Exchange>();
  dispatch(world, node_, std::move(calls), exchange);
  process_.conclude(fate);
  const Duration patience = fate == Fate::kFailAfter ? Duration(std::chrono::milliseconds(1)) : timeout;
  world.timeline.after(patience,
                       [exchange] { exchange->answer(fail(unavailable("the node does not answer in time"))); });
  if (!co_await exchange->waiter->wait()) co_return fail(async::cancelled());
  co_await process_.stand_still();
  co_return *std::move(exchange->replies);
}

awaitable<Result<signer::v1::SignEvmTransactionReply>> SignerLink::sign_evm_transaction(
    const CallContext& call, signer::v1::SignEvmTransactionRequest request) {
  co_await process_.stand_still();
  const Fate fate = process_.strike(Point::kSign);
  if (process_.world().signer_away || fate == Fate::kFailBefore) co_return fail(unavailable("the signer is away"));
  auto reply = co_await process_.world().house.signer().sign_evm_transaction(call, std::move(request));
  process_.conclude(fate);
  if (fate == Fate::kFailAfter) co_return fail(unavailable("the signer's answer was lost"));
  co_return reply;
}

awaitable<Result<signer::v1::SignEvmMessageReply>> SignerLink::sign_evm_message(
    const CallContext& call, signer::v1::SignEvmMessageRequest request) {
  return process_.world().house.signer().sign_evm_message(call, std::move(request));
}

awaitable<Result<signer::v1::PolicyVerdict>> SignerLink::evaluate_policy(const CallContext& call,
                                                                         signer::v1::EvaluatePolicyRequest request) {
  co_await process_.stand_still();
  if (process_.world().signer_away) co_return fail(unavailable("the signer is away"));
  co_return co_await process_.world().house.signer().evaluate_policy(call, std::move(request));
}

awaitable<Result<signer::v1::CreateKeyReply>> SignerLink::create_key(const CallContext& call,
                                                                     signer::v1::CreateKeyRequest request) {
  return process_.world().house.signer().create_key(call, std::move(request));
}

awaitable<Result<signer::v1::DeriveAddressesReply>> SignerLink::derive_addresses(
    const CallContext& call, signer::v1::DeriveAddressesRequest request) {
  return process_.world().house.signer().derive_addresses(call, std::move(request));
}

}  // namespace coffer::verify
