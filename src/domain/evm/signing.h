#pragma once

#include "base/secret.h"
#include "domain/crypto/secp256k1.h"
#include "domain/evm/hash.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {

/// The transaction form of a recoverable signature. Fails on recovery ids 2 and 3 (R.x ≥ n, which no
/// v can express; probability 2^-127).
Result<Signature> signature_of(const crypto::secp256k1::RecoverableSignature& recoverable);

/// RFC 6979 signature of a signing hash (transaction, authorization, EIP-191, EIP-712), verified
/// against `expected` before it is let out.
Result<Signature> sign_hash(const crypto::secp256k1::Context& context, const Secret<32>& key,
                            const crypto::secp256k1::PublicKey& expected, const Hash& hash);

}  // namespace coffer::evm
