#pragma once

#include <string>

#include "base/entropy.h"
#include "base/secret.h"

namespace coffer::signer {

/// What a sealed thing belongs to. All of it goes into the seal as associated data, so that a row moved to another
/// wallet, owner or use does not open.
struct Binding {
  std::string purpose;  // `kek`, `data_key`, `secret`: one use, one purpose
  std::string key_id;   // the wallet's key, or the KEK's version
  std::string owner;    // empty for KEKs
  std::string kind;     // `seed`, `secp256k1`; empty for KEKs
};

/// XChaCha20-Poly1305 under a fresh random nonce: nonce (24 bytes) ‖ ciphertext ‖ tag (16). Fails when there is no
/// entropy.
Result<Bytes> seal(const Secret<32>& key, const Binding& binding, BytesView plaintext, Entropy& entropy);

/// What `seal` took; fails under another key or binding, or when one bit has changed.
Result<SecretBytes> open(const Secret<32>& key, const Binding& binding, BytesView sealed);

}  // namespace coffer::signer
