#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.h"

/// Web3 Secret Storage version 3: a private key sealed by a password in JSON, as Ethereum clients write it.
namespace coffer::keys {

/// How the password becomes a key.
enum class KeystoreKdf : std::uint8_t { kScrypt, kPbkdf2 };

/// `scrypt` or `pbkdf2`.
Result<KeystoreKdf> parse_keystore_kdf(std::string_view name);

/// The 32-byte key. Strict on everything that is used (version 3, aes-128-ctr, hmac-sha256, lengths); cost is bounded
/// as in `scrypt` and `pbkdf2`. The password is taken in NFKD. A MAC that does not hold is a wrong password. JSON of at
/// most 64 KiB. CPU-heavy: worker pool.
Result<Secret<32>> keystore_decrypt(std::string_view json, std::string_view password);

/// A new keystore: scrypt n=131072, r=8, p=1, or PBKDF2 with 262144 rounds. `entropy` (32 bytes or more, fresh) is
/// expanded by HKDF-SHA256 to salt, counter and id. `address` is 20 bytes. CPU-heavy: worker pool.
Result<std::string> keystore_encrypt(const Secret<32>& key, BytesView address, std::string_view password,
                                     KeystoreKdf kdf, BytesView entropy);

}  // namespace coffer::keys
