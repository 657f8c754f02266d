#pragma once

#include "base/bytes.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// EIP-191 version 0x45, what `personal_sign` signs:
/// keccak256("\x19Ethereum Signed Message:\n" ‖ length in decimal digits ‖ message).
Hash personal_message_hash(BytesView message);

/// EIP-191 version 0x00: keccak256(0x19 ‖ 0x00 ‖ validator ‖ data).
Hash validator_data_hash(const Address& validator, BytesView data);

}  // namespace coffer::evm
