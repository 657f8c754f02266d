#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/u256.h"
#include "coffer/transactions/v1/transactions.pb.h"
#include "domain/evm/address.h"

namespace coffer::jsonrpc {

/// The transaction object of `eth_sendTransaction` (Ethereum execution API, GenericTransaction) as the
/// intent it asks for, still without its account.
struct TransactionParams {
  evm::Address from;
  transactions::v1::CreateTransactionRequest request;
  /// What the caller believes; compared, never used.
  std::optional<std::uint64_t> nonce;
  std::optional<U256> chain_id;
};

/// Reads the object from JSON text. VALIDATION_ERROR names the member: one that is unknown, given twice
/// or of another form; a type other than legacy and EIP-1559; `gasPrice` beside EIP-1559 fees; `data`
/// that differs from `input`; an access list, blobs or authorizations that are not empty.
Result<TransactionParams> read_transaction(std::string_view json);

/// A JSON-RPC QUANTITY or an EIP-55 address in a member or parameter of this name.
Result<U256> quantity_of(std::string_view name, std::string_view text);
Result<evm::Address> address_of(std::string_view name, std::string_view text);

}  // namespace coffer::jsonrpc
