#pragma once

#include "base/time.h"
#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/transactions/v1/transactions.coffer.h"
#include "services/jsonrpc/caller.h"
#include "services/jsonrpc/reads.h"
#include "services/jsonrpc/rpc_request.h"
#include "services/jsonrpc/transaction_params.h"

namespace coffer::jsonrpc {

/// The methods that sign: each becomes an intent of the caller's, as over the other routes.
class Signing {
 public:
  /// All of it outlives this object.
  Signing(Accounts& accounts, Reads& reads, transactions::v1::TransactionsApi& transactions,
          chains::v1::ChainsApi& chains, const Clock& clock);

  /// The hash, once the transaction is signed.
  awaitable<RpcResult> send_transaction(const Caller& caller, const RpcRequest& request);
  /// The signed bytes; the nonce they hold is taken.
  awaitable<RpcResult> sign_transaction(const Caller& caller, const RpcRequest& request);
  /// Sends again, or for the first time, what Coffer signed for one of the caller's accounts.
  awaitable<RpcResult> send_raw_transaction(const Caller& caller, const RpcRequest& request);
  /// `[data, address]`: data is the message as 0x hex, or a text that is no hex as it stands.
  awaitable<RpcResult> personal_sign(const Caller& caller, const RpcRequest& request);
  /// `[address, typed data]`: as an object, or as text that holds it. Its chain id, where it has one,
  /// must be the network's.
  awaitable<RpcResult> sign_typed_data(const Caller& caller, const RpcRequest& request);

 private:
  /// The transaction of the only parameter, made ready for one of the caller's accounts.
  awaitable<std::expected<TransactionParams, RpcError>> read(const Caller& caller, const RpcRequest& request);
  awaitable<Result<void>> check_nonce(const Caller& caller, const TransactionParams& params);
  /// A refusal to create a transaction; one that would revert in the words of the node.
  awaitable<RpcError> explain(const Caller& caller, const TransactionParams& params, Error error);
  awaitable<RpcResult> sign_message(const Caller& caller, evm::Address address,
                                    transactions::v1::SignMessageRequest request);

  Accounts& accounts_;
  Reads& reads_;
  transactions::v1::TransactionsApi& transactions_;
  chains::v1::ChainsApi& chains_;
  const Clock& clock_;
};

}  // namespace coffer::jsonrpc
