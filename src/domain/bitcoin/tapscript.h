#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace coffer::bitcoin {

/// A tapscript that is satisfied by signatures alone: `<k> OP_CHECKSIG`, several joined by
/// OP_CHECKSIGVERIFY, or `<k> OP_CHECKSIG <k> OP_CHECKSIGADD … m OP_NUMEQUAL` (multi_a).
struct KeyScript {
  std::vector<BytesView> keys;  // x-only, in the script's order
  std::size_t threshold = 0;    // how many signatures exactly; the number of keys unless multi_a
};

/// Nothing when the script is of another shape.
std::optional<KeyScript> parse_key_script(BytesView script);

/// The script of multi_a, BIP-387.
Bytes multi_a_script(std::size_t threshold, const std::vector<ByteArray<32>>& keys);

}  // namespace coffer::bitcoin
