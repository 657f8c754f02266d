#pragma once

#include "coffer/jsonrpc/v1/jsonrpc.coffer.h"
#include "services/jsonrpc/signing.h"

namespace coffer::jsonrpc {

/// What the service needs; all of it outlives the service.
struct Dependencies {
  chains::v1::ChainsApi& chains;
  wallets::v1::WalletsApi& wallets;
  transactions::v1::TransactionsApi& transactions;
  const Clock& clock;
};

/// The JSON-RPC service; see README.md. Safe from any thread.
class JsonRpc final : public v1::JsonRpcApi {
 public:
  explicit JsonRpc(Dependencies dependencies);
  JsonRpc(const JsonRpc&) = delete;
  JsonRpc& operator=(const JsonRpc&) = delete;

  /// Answers every well-formed HTTP call with 200 (204 where there were notifications only): failures
  /// are error objects. NOT_FOUND for a network that does not exist.
  awaitable<Result<options::v1::RawReply>> call(const CallContext& call, v1::CallRequest request) override;

 private:
  awaitable<RpcResult> run(const Caller& caller, const RpcRequest& request);
  awaitable<RpcResult> list_accounts(const Caller& caller);

  chains::v1::ChainsApi& chains_;
  const Clock& clock_;
  Accounts accounts_;
  Reads reads_;
  Signing signing_;
};

}  // namespace coffer::jsonrpc
