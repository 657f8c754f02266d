#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/transaction.h"

namespace coffer::bitcoin {

/// How the output that an input spends has to be signed.
enum class SpendKind { kLegacy, kSegwitV0, kTaproot };

/// One input as a signer sees it.
struct Spend {
  SpendKind kind = SpendKind::kLegacy;
  TxOutput output;
  Bytes script;                 // the innermost script: what names the keys
  Bytes redeem_script;          // P2SH; empty otherwise
  bool witness_script = false;  // P2WSH: `script` is shown in the witness
};

/// Follows an input from the output it spends through redeem and witness script, and makes the signer checks of
/// BIP-174: each script has the hash that commits to it, and a lone witness UTXO is of a segwit output. Fails
/// where a script that is needed is missing.
Result<Spend> spend_of(const Psbt& psbt, std::size_t input);

/// The outputs that all inputs spend, as taproot signs them. Fails when one is not given.
Result<std::vector<TxOutput>> all_spent_outputs(const Psbt& psbt);

/// The digest that an ECDSA signature of this input signs.
Result<crypto::Hash256> ecdsa_digest(const Psbt& psbt, std::size_t input, const Spend& spend, std::uint32_t type,
                                     const SharedHashes& shared);

/// The sighash type that the input asks for, or `otherwise`.
std::uint32_t sighash_type_of(const PsbtMap& input, std::uint32_t otherwise);

}  // namespace coffer::bitcoin
