#pragma once

#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/hash.h"

namespace coffer::bitcoin {

/// Whether a DER signature with its sighash type behind it is the key's, over this digest. Low s, strict DER.
bool verify_ecdsa(BytesView public_key, BytesView signature_and_type, const crypto::Hash256& digest);

/// Whether an input of a signed transaction may spend its output, for the scripts that are satisfied by
/// signatures alone: P2PK, P2PKH, bare and P2SH multisig, P2WPKH, P2WSH around those, P2SH around segwit, taproot key
/// path, and tapscripts of tapscript.h. Other scripts fail as not supported; there is no interpreter here. `spent` are
/// the outputs of all inputs.
Result<void> verify_input(const Transaction& transaction, std::size_t input, const std::vector<TxOutput>& spent);

/// Whether this failure of `verify_input` says that it does not know the script, rather than that a rule is broken.
bool is_unsupported(const Error& error);

}  // namespace coffer::bitcoin
