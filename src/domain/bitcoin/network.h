#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace coffer::bitcoin {

/// The networks whose texts are told apart.
enum class Network : std::uint8_t { kMainnet, kTestnet, kSignet, kRegtest };

/// `mainnet`, `testnet`, `signet` or `regtest`.
Result<Network> parse_network(std::string_view name);
std::string_view network_name(Network network);

/// The prefixes that tell a network's texts apart (Bitcoin Core's chainparams; BIP-173).
struct NetworkPrefixes {
  std::uint8_t pay_to_public_key_hash;  // base58check version byte
  std::uint8_t pay_to_script_hash;
  std::string_view human_readable_part;  // of segwit addresses
  std::uint32_t extended_public_key;     // version of BIP-32: xpub or tpub
};
const NetworkPrefixes& prefixes_of(Network network);

}  // namespace coffer::bitcoin
