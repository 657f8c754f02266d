#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "domain/bitcoin/network.h"

namespace coffer::bitcoin {

/// The output script that an address of this network stands for: base58check P2PKH and P2SH, segwit v0 (BIP-173)
/// and v1–16 (BIP-350). Refuses another network's address, and a taproot address whose key is no point of the
/// curve, because nobody could ever spend from it.
Result<Bytes> script_of_address(std::string_view address, Network network);

/// The address of an output script; fails for scripts that have none.
Result<std::string> address_of_script(BytesView script, Network network);

}  // namespace coffer::bitcoin
