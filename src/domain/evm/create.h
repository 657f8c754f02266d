#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// CREATE: the last 20 bytes of keccak256(rlp([from, nonce])).
Address create_address(const Address& from, std::uint64_t nonce);

/// CREATE2, EIP-1014: the last 20 bytes of keccak256(0xff ‖ from ‖ salt ‖ keccak256(init_code)).
Address create2_address(const Address& from, const Hash& salt, const Hash& init_code_hash);

}  // namespace coffer::evm
