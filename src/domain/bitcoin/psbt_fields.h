#pragma once

#include "domain/bitcoin/psbt.h"

namespace coffer::bitcoin {

/// Checks the key data and the value of each known field of a map.
Result<void> check_global_map(const PsbtMap& map);
Result<void> check_input_map(const PsbtMap& map);
Result<void> check_output_map(const PsbtMap& map);

/// A witness stack as the final witness field holds it.
Result<std::vector<Bytes>> parse_witness(BytesView value);
Bytes encode_witness(const std::vector<Bytes>& witness);

/// An output as the witness UTXO field holds it.
Result<TxOutput> parse_output(BytesView value);

}  // namespace coffer::bitcoin
