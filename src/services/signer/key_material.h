#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/secret.h"
#include "domain/keys/bip39.h"

namespace coffer::signer {

/// A seed of BIP-39. The 64 bytes are kept so that opening a wallet costs no PBKDF2; the entropy is kept for backup.
struct Seed {
  Secret<64> seed;
  SecretBytes entropy;  // 16–32 bytes
  keys::Language language = keys::Language::kEnglish;
};

/// One imported secp256k1 key.
struct SingleKey {
  Secret<32> key;
};

/// What is sealed for one wallet.
using KeyMaterial = std::variant<Seed, SingleKey>;

/// `seed` or `secp256k1`, as it stands in the row and in the seal.
std::string_view kind_name(const KeyMaterial& material);

/// The bytes that are sealed, and back: format (1), kind, then the fields.
SecretBytes serialize(const KeyMaterial& material);
Result<KeyMaterial> parse_material(BytesView bytes);

/// From entropy of 16–32 bytes; about 1 ms of PBKDF2: worker pool.
Result<KeyMaterial> seed_from_entropy(SecretBytes entropy, keys::Language language, std::string_view passphrase);
/// From a mnemonic in any language, checked; worker pool.
Result<KeyMaterial> seed_from_mnemonic(std::string_view mnemonic, std::string_view passphrase);
/// From 32 bytes, 1 ≤ key < n.
Result<KeyMaterial> single_key(BytesView private_key);

/// Whether both are the same secret, in constant time.
bool same_material(const KeyMaterial& a, const KeyMaterial& b);

}  // namespace coffer::signer
