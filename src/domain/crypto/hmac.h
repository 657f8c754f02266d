#pragma once

#include <initializer_list>

#include "base/secret.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// HMAC of RFC 2104 over the parts one after the other; as long as the digest. Compare a MAC with
/// `equal_constant_time`.
Bytes hmac(HashAlgorithm algorithm, BytesView key, std::initializer_list<BytesView> parts);

/// HMAC-SHA256; 32 bytes.
ByteArray<32> hmac_sha256(BytesView key, std::initializer_list<BytesView> parts);

/// HMAC-SHA512 written over `out`, which is where a derived key lies (BIP-32, SLIP-10).
void hmac_sha512(BytesView key, std::initializer_list<BytesView> parts, std::span<std::uint8_t, 64> out);

}  // namespace coffer::crypto
