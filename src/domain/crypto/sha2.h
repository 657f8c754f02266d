#pragma once

#include <initializer_list>

#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// SHA-256 of FIPS 180-4.
Hash256 sha256(BytesView data);
/// SHA-256 of the parts one after the other.
Hash256 sha256(std::initializer_list<BytesView> parts);
/// SHA-256 twice, the hash of Bitcoin's transactions and checksums.
Hash256 double_sha256(BytesView data);
/// SHA-512 of FIPS 180-4.
Hash512 sha512(BytesView data);
/// The tagged hash of BIP-340: SHA-256(SHA-256(tag) ‖ SHA-256(tag) ‖ parts…).
Hash256 tagged_hash(std::string_view tag, std::initializer_list<BytesView> parts);

}  // namespace coffer::crypto
