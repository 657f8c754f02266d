#include "services/jsonrpc/json_rpc.h"

#include <algorithm>
#include <array>

#include "platform/json/writer.h"

namespace coffer::jsonrpc {
namespace {

/// What is kept of the time to write the answer.
constexpr Duration kToAnswer = std::chrono::seconds{1};
constexpr std::size_t kMaxReplyBytes = 32UL << 20;

using SigningMethod = awaitable<RpcResult> (Signing::*)(const Caller&, const RpcRequest&);

constexpr std::array<std::pair<std::string_view, SigningMethod>, 5> kSigningMethods{{
    {"eth_sendTransaction", &Signing::send_transaction},
    {"eth_signTransaction", &Signing::sign_transaction},
    {"eth_sendRawTransaction", &Signing::send_raw_transaction},
    {"personal_sign", &Signing::personal_sign},
    {"eth_signTypedData_v4", &Signing::sign_typed_data},
}};

Caller caller_of(const CallContext& call, chains::v1::Network network) {
  Caller out{.user = call, .service = call, .network = std::move(network)};
  // One key cannot stand for every request of a batch.
  out.user.idempotency_key.clear();
  if (call.deadline) out.user.deadline = *call.deadline - kToAnswer;
  out.service = out.user;
  out.service.principal = Principal::service("jsonrpc");
  return out;
}

options::v1::RawReply reply_of(std::string body) {
  options::v1::RawReply out;
  out.set_content_type("application/json");
  out.set_status(body.empty() ? 204 : 200);
  out.set_body(std::move(body));
  return out;
}

}  // namespace

JsonRpc::JsonRpc(Dependencies dependencies)
    : chains_(dependencies.chains),
      clock_(dependencies.clock),
      accounts_(dependencies.wallets),
      reads_(dependencies.chains),
      signing_(accounts_, reads_, dependencies.transactions, dependencies.chains, dependencies.clock) {}

awaitable<Result<options::v1::RawReply>> JsonRpc::call(const CallContext& call, v1::CallRequest request) {
  chains::v1::GetNetworkRequest wanted;
  wanted.set_network(request.network());
  CO_TRY(chains::v1::Network network, co_await chains_.get_network(call, std::move(wanted)));
  if (network.kind() != "evm") co_return fail(not_found("this network has no Ethereum JSON-RPC"));
  const Caller caller = caller_of(call, std::move(network));

  std::string body;
  const auto batch = read_batch(request.body());
  if (!batch) {
    append_response(body, "null", refuse(batch.error()));
    co_return reply_of(std::move(body));
  }
  for (const RpcRequest& item : batch->requests) {
    RpcResult result = body.size() < kMaxReplyBytes ? co_await run(caller, item)
                                                    : refuse({kLimitExceeded, "the answer to the batch is too large"});
    if (item.id.empty()) continue;
    if (!body.empty()) body += ',';
    append_response(body, item.id, result);
  }
  if (batch->is_list && !body.empty()) body = '[' + body + ']';
  co_return reply_of(std::move(body));
}

awaitable<RpcResult> JsonRpc::run(const Caller& caller, const RpcRequest& request) {
  if (request.refusal) co_return refuse(*request.refusal);
  if (caller.user.deadline && clock_.now() >= *caller.user.deadline) {
    co_return refuse({kUnavailable, "not started: the time for these requests is over"});
  }
  const auto signing =
      std::ranges::find(kSigningMethods, request.method, &std::pair<std::string_view, SigningMethod>::first);
  if (signing != kSigningMethods.end()) co_return co_await (signing_.*signing->second)(caller, request);
  if (request.method == "eth_accounts" || request.method == "eth_requestAccounts") {
    co_return co_await list_accounts(caller);
  }
  const auto chain_id = static_cast<std::uint64_t>(caller.network.chain_id());
  if (request.method == "eth_chainId") co_return '"' + U256(chain_id).quantity() + '"';
  if (request.method == "net_version") co_return '"' + std::to_string(chain_id) + '"';
  co_return co_await reads_.forward(caller, request.method, request.params);
}

awaitable<RpcResult> JsonRpc::list_accounts(const Caller& caller) {
  CO_TRY(const auto accounts, co_await accounts_.list(caller));
  std::string out;
  json::append_list(out, accounts,
                    [&](const wallets::v1::Account& account) { json::append_text(out, account.address()); });
  co_return out;
}

}  // namespace coffer::jsonrpc
