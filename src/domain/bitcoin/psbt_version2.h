#pragma once

#include <cstddef>

#include "domain/bitcoin/psbt.h"

/// How version 2 spreads the transaction over the maps: BIP-370, "Specification".
namespace coffer::bitcoin {

/// Takes the transaction's version and the two counts out of the global map and sizes the lists by them. A map takes at
/// least a byte, so that the counts cannot promise more than the `rest` of the input holds.
Result<void> take_counts(Psbt& psbt, std::size_t rest);
/// Takes outpoints, amounts and scripts out of the maps, then settles sequences and lock time.
Result<void> take_fields(Psbt& psbt);
/// Reads sequences and determines the lock time; both stay in the maps.
Result<void> settle_sequences_and_lock_time(Psbt& psbt);

/// The reverse: writes into a map what the transaction says.
void put_global_fields(const Psbt& psbt, PsbtMap& global);
void put_input_fields(const TxInput& input, PsbtMap& map);
void put_output_fields(const TxOutput& output, PsbtMap& map);

/// The transaction by which PSBTs are told apart: itself in version 0; in version 2 with all sequences 0.
Transaction identity_of(const Psbt& psbt);

/// Leaves modifiable what both allow, and keeps the mark of SIGHASH_SINGLE of either.
void merge_modifiable(PsbtMap& global, const PsbtMap& other);

}  // namespace coffer::bitcoin
