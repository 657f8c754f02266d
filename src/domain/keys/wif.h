#pragma once

#include <string_view>

#include "base/secret.h"
#include "domain/keys/bip32.h"

namespace coffer::keys {

/// A private key in Bitcoin's Wallet Import Format: base58check of 80 (mainnet) or ef (every test network), the key,
/// and 01 where its public key is used in compressed form.
struct Wif {
  Secret<32> key;
  bool compressed = true;
  KeyNetwork network = KeyNetwork::kMainnet;
};

/// Refuses other versions and lengths, a last byte other than 01, and keys outside 1…n−1.
Result<Wif> parse_wif(std::string_view text);
SecretBytes print_wif(const Wif& wif);

}  // namespace coffer::keys
