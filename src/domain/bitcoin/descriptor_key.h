#pragma once

#include <string_view>

#include "domain/bitcoin/descriptor.h"

namespace coffer::bitcoin {

/// Which keys a place in a descriptor takes.
enum class KeyForm : std::uint8_t {
  kAny,         // compressed or not
  kCompressed,  // segwit
  kXOnly,       // taproot: 32 bytes, or a compressed key whose parity is dropped
};

/// BIP-380, "Key expressions", without WIF keys: a private key in a descriptor has no use where only scripts are made.
Result<DescriptorKey> parse_descriptor_key(std::string_view text, KeyForm form);

}  // namespace coffer::bitcoin
