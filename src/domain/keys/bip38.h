#pragma once

#include <string_view>

#include "base/secret.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::keys {

/// A private key that was sealed by BIP-38, and whether its address is that of the compressed public key.
struct Bip38Key {
  Secret<32> key;
  bool compressed = false;
};

/// Decrypts a BIP-38 text (`6P…`, both forms: of a given key, and EC-multiplied with or without lot and sequence). The
/// passphrase is taken in NFC. Fails when the address that the key leads to is not the one sealed in: a wrong
/// passphrase. CPU-heavy (scrypt of 16 MiB): worker pool.
Result<Bip38Key> bip38_decrypt(const crypto::secp256k1::Context& context, std::string_view encrypted,
                               std::string_view passphrase);

}  // namespace coffer::keys
