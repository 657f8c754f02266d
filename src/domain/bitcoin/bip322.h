#pragma once

#include <string_view>

#include "base/bytes.h"
#include "domain/bitcoin/network.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/hash.h"

/// Signed messages by BIP-322, and the older form of P2PKH addresses (BIP-137).
namespace coffer::bitcoin {

/// The tagged hash "BIP0322-signed-message" of a message.
crypto::Hash256 bip322_message_hash(BytesView message);

/// The virtual transaction that pays to the address's script with the message in its input.
Transaction bip322_to_spend(BytesView message, BytesView script);
/// The virtual transaction that spends it, unsigned.
Transaction bip322_to_sign(const Transaction& to_spend);

/// Whether the signature of the message is the address's: the simple form (a witness stack), the full form (the signed
/// to_sign transaction) or, for P2PKH, 65 bytes of BIP-137. Only scripts that `verify_input` understands; full
/// signatures with further inputs (proof of funds) are not accepted. The error says why not.
Result<void> verify_message(std::string_view address, BytesView message, BytesView signature, Network network);

}  // namespace coffer::bitcoin
