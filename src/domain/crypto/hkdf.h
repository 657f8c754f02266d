#pragma once

#include "base/secret.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// HKDF of RFC 5869, extract and expand: `length` bytes of key from `key`. An empty salt stands for
/// as many zero bytes as the digest has. Fails when length is 0 or above 255 digests.
Result<SecretBytes> hkdf(HashAlgorithm algorithm, BytesView key, BytesView salt, BytesView info, std::size_t length);

/// HKDF-SHA256 to exactly 32 bytes, for keys that are derived for one named purpose.
Secret<32> hkdf_sha256(BytesView key, BytesView salt, std::string_view info);

}  // namespace coffer::crypto
