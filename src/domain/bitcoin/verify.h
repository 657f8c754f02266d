#pragma once

#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/interpreter.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/hash.h"

namespace coffer::bitcoin {

/// Whether a DER signature with its sighash type behind it is the key's, over this digest. Low s, strict DER.
bool verify_ecdsa(BytesView public_key, BytesView signature_and_type, const crypto::Hash256& digest);

/// Whether an input of a signed transaction may spend its output: every standard kind of output, with the scripts that
/// `run_script` understands behind hashes and in leaves. `spent` are the outputs of all inputs. What is not
/// understood fails as `is_unsupported`.
Result<void> verify_input(const Transaction& transaction, std::size_t input, const std::vector<TxOutput>& spent);

}  // namespace coffer::bitcoin
