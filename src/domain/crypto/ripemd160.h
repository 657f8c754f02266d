#pragma once

#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// RIPEMD-160 (ISO/IEC 10118-3).
Hash160 ripemd160(BytesView data);
/// RIPEMD-160(SHA-256(data)): Bitcoin's HASH160, of public keys and scripts.
Hash160 hash160(BytesView data);

}  // namespace coffer::crypto
