#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace coffer::bitcoin {

/// A key expression: an optional origin, then hex or an extended key with its path.
struct DescriptorKey {
  std::string origin = {};               // `[fingerprint/path]` without the brackets; may be empty
  Bytes fixed = {};                      // 32 (x-only), 33 or 65 bytes; empty for an extended key
  std::string extended = {};             // xpub, tpub, xprv or tprv
  std::vector<std::uint32_t> path = {};  // below it
  enum class Wildcard : std::uint8_t { kNone, kPlain, kHardened } wildcard = Wildcard::kNone;
  bool operator==(const DescriptorKey&) const = default;
};

/// Which keys a place in a descriptor takes.
enum class KeyForm : std::uint8_t {
  kAny,         // compressed or not
  kCompressed,  // segwit
  kXOnly,       // taproot: 32 bytes, or a compressed key whose parity is dropped
};

/// BIP-380, "Key expressions", without WIF keys: a private key in a descriptor has no use where only scripts are made.
Result<DescriptorKey> parse_descriptor_key(std::string_view text, KeyForm form);

/// The master key's fingerprint and the steps of an origin.
struct DescriptorOrigin {
  ByteArray<4> fingerprint{};
  std::vector<std::uint32_t> path = {};
};
/// Reads the text of `DescriptorKey::origin`.
Result<DescriptorOrigin> parse_descriptor_origin(std::string_view text);

}  // namespace coffer::bitcoin
