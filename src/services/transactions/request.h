#pragma once

#include "coffer/transactions/v1/transactions.pb.h"
#include "services/transactions/chain_port.h"
#include "services/transactions/intent.h"
#include "services/transactions/signing.h"

namespace coffer::transactions {

/// The intent that a request asks for, as far as the request alone says: without gas, effects and id.
/// VALIDATION_ERROR names the field: `to`, `amount`, `asset`, `data`, fees against each other, a
/// `valid_until` that is past.
Result<Intent> intent_of_request(const v1::CreateTransactionRequest& request, const SigningAccount& account,
                                 const NetworkFacts& network, Time now);

/// SHA-256 over the request without `validate_only`, `wait` and `timeout`: equal for equal requests.
ByteArray<32> request_hash(v1::CreateTransactionRequest request);

/// The contract of an `asset` field: an address, or CAIP-19 `eip155:N/erc20:0x…` of this network.
/// Nothing for the native coin (`…/slip44:60` or empty).
Result<std::optional<evm::Address>> asset_contract(const std::string& asset, const NetworkFacts& network);

}  // namespace coffer::transactions
