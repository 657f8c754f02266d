#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "coffer/chains/v1/chains.pb.h"
#include "coffer/wallets/v1/wallets.pb.h"

namespace coffer::wallets {

/// Where a wallet's addresses come from.
enum class Origin { kNewSeed, kMnemonic, kPrivateKey, kXpub, kAddress };

/// Decides the origin from the kind and the fields that came with it; what does not belong together is
/// refused by field.
Result<Origin> origin_of(const v1::CreateWalletRequest& request);

/// Bits of entropy for a number of BIP-39 words (12, 15, 18, 21, 24; 0 means 24).
Result<std::int32_t> entropy_bits(std::int32_t words);

/// The path of an account: BIP-44 for EVM and Tron, BIP-84 for Bitcoin; relative to the account level
/// (`0/5`) under an xpub; empty for a single key or address.
std::string account_path(const chains::v1::Network& network, Origin origin, std::int32_t index);

/// Whether the wallet can have more than one account on a network.
bool derives(Origin origin);

}  // namespace coffer::wallets
