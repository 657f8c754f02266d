#pragma once

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "domain/evm/transaction.h"

namespace coffer::tool {

/// The fields of a transaction, of its type alone: `type`, `chain_id`, `nonce`, `gas_limit`, `to` (null
/// creates a contract), `amount` (wei; `value` is the same), `data`, prices, `access_list`,
/// `blob_versioned_hashes`, `authorization_list`.
nlohmann::json transaction_to_json(const evm::Transaction& transaction);

/// Reads those fields, amount under either name. Without `type` it is the lowest that has the given
/// fields; without `chain_id` it is legacy from before EIP-155. Unknown fields and fields of another
/// type are refused by name.
Result<evm::Transaction> transaction_from_json(const nlohmann::json& fields);

}  // namespace coffer::tool
