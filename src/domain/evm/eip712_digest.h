#pragma once

#include "domain/crypto/keccak.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// EIP-712: keccak256(0x1901 ‖ domain separator ‖ struct hash), what is signed.
inline Hash eip712_digest(const Hash& domain_separator, const Hash& struct_hash) {
  constexpr ByteArray<2> kPrefix = {0x19, 0x01};
  return {crypto::Keccak256().update(kPrefix).update(domain_separator.bytes).update(struct_hash.bytes).finish()};
}

}  // namespace coffer::evm
