#pragma once

#include "domain/bitcoin/psbt.h"

namespace coffer::bitcoin {

/// The version that the global map names; 0 when it names none. Fails on versions other than 0 and 2.
Result<std::uint32_t> psbt_version_of(const PsbtMap& global);

/// Checks the key data and the value of each known field of a map, and that the version has the field.
Result<void> check_global_map(const PsbtMap& map, std::uint32_t version);
Result<void> check_input_map(const PsbtMap& map, std::uint32_t version);
Result<void> check_output_map(const PsbtMap& map, std::uint32_t version);

/// A witness stack as the final witness field holds it.
Result<std::vector<Bytes>> parse_witness(BytesView value);
Bytes encode_witness(const std::vector<Bytes>& witness);

/// An output as the witness UTXO field holds it.
Result<TxOutput> parse_output(BytesView value);
Bytes encode_output(const TxOutput& output);

/// A number as the fields of 32 bits hold it.
Bytes u32_bytes(std::uint32_t value);

}  // namespace coffer::bitcoin
