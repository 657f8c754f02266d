#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace coffer::crypto {

/// A 32-byte digest, in the byte order in which the hash function gives it.
using Hash256 = ByteArray<32>;
using Hash512 = ByteArray<64>;
using Hash160 = ByteArray<20>;

/// A hash function chosen at run time, for HMAC, HKDF, PBKDF2 and one-time passwords.
enum class HashAlgorithm : std::uint8_t { kSha1, kSha256, kSha512 };

/// `sha1`, `sha256` or `sha512`; anything else is refused.
Result<HashAlgorithm> parse_hash_algorithm(std::string_view name);
/// Bytes of a digest: 20, 32 or 64.
std::size_t digest_size(HashAlgorithm algorithm);

/// The digest of `data`: FIPS 180-4.
Bytes hash(HashAlgorithm algorithm, BytesView data);

}  // namespace coffer::crypto
