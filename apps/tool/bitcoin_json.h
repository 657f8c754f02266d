#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/transaction.h"

namespace coffer::tool {

/// `txid, wtxid, version, inputs, outputs, locktime, vsize, weight`; txids as people know them.
nlohmann::json bitcoin_transaction_json(const bitcoin::Transaction& transaction);

/// `{script, amount}`.
Result<bitcoin::TxOutput> bitcoin_output_from_json(const nlohmann::json& value);

/// The unsigned transaction and the fields of every map by name; what has no name is under `unknown`.
nlohmann::json psbt_json(const bitcoin::Psbt& psbt);

/// A PSBT of base64 or hex, with or without 0x.
Result<bitcoin::Psbt> psbt_from_text(const std::string& text);

}  // namespace coffer::tool
