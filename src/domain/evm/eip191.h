#pragma once

#include "base/bytes.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {

/// EIP-191 version 0x45, what `personal_sign` signs:
/// keccak256("\x19Ethereum Signed Message:\n" ‖ length in decimal digits ‖ message).
Hash personal_message_hash(BytesView message);

/// EIP-191 version 0x00: keccak256(0x19 ‖ 0x00 ‖ validator ‖ data).
Hash validator_data_hash(const Address& validator, BytesView data);

/// The address whose key made this signature (r ‖ s ‖ v) of a 32-byte digest. Fails on a malformed
/// signature, a high s, or where no key exists.
Result<Address> recover_signer(const Hash& digest, BytesView signature);
Result<Address> recover_signer(const Hash& digest, const Signature& signature);

}  // namespace coffer::evm
