#pragma once

#include <cstdint>

#include "base/secret.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// PBKDF2-HMAC of RFC 8018 section 5.2. Bounds: iterations 1–10,000,000, length 1–1024 bytes.
/// CPU-heavy: run it on the worker pool.
Result<SecretBytes> pbkdf2(HashAlgorithm algorithm, BytesView password, BytesView salt, std::uint32_t iterations,
                           std::size_t length);

}  // namespace coffer::crypto
