#pragma once

#include <string>
#include <string_view>

#include "domain/crypto/secp256k1.h"

namespace coffer::signer {

/// The address of a public key on a kind of chain. `evm`: EIP-55. `tron`: base58check of 41 and the EVM address.
/// `bitcoin`: the form that the path's purpose names (44 P2PKH, 49 P2SH-P2WPKH, 86 P2TR key path, else P2WPKH), of the
/// test networks where its coin type is 1. Fails on another kind.
Result<std::string> address_text(std::string_view kind, std::string_view path,
                                 const crypto::secp256k1::PublicKey& public_key);

}  // namespace coffer::signer
