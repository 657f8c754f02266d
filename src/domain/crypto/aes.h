#pragma once

#include "base/secret.h"

namespace coffer::crypto {

/// AES-256 of single blocks (FIPS 197), for formats that chain them in their own way (BIP-38): decrypts `data`, a whole
/// number of 16-byte blocks, each by itself. Not a mode to encrypt anything new with.
Result<SecretBytes> aes_256_decrypt_blocks(const Secret<32>& key, BytesView data);

/// AES-128 in counter mode (NIST SP 800-38A) from a 16-byte initial counter; encrypting and decrypting are the same. It
/// has no tag: the keystore that uses it brings its own MAC.
Result<SecretBytes> aes_128_ctr(BytesView key, BytesView counter, BytesView data);

}  // namespace coffer::crypto
