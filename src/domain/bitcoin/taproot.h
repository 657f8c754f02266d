#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "domain/crypto/hash.h"
#include "domain/crypto/schnorr.h"

/// Script trees of BIP-341.
namespace coffer::bitcoin {

inline constexpr std::uint8_t kTapscriptVersion = 0xc0;  // BIP-342

/// TapLeaf: the leaf version and the script with its length.
crypto::Hash256 tap_leaf_hash(BytesView script, std::uint8_t version = kTapscriptVersion);
/// TapBranch: the two hashes in lexicographic order.
crypto::Hash256 tap_branch_hash(const crypto::Hash256& a, const crypto::Hash256& b);

/// Where a spend shows its script: version and parity, internal key, Merkle path.
struct ControlBlock {
  std::uint8_t leaf_version = kTapscriptVersion;
  std::uint8_t parity = 0;
  ByteArray<32> internal_key{};
  std::vector<crypto::Hash256> path;

  /// 33 + 32·m bytes, 0 ≤ m ≤ 128.
  static Result<ControlBlock> parse(BytesView bytes);
  [[nodiscard]] Bytes encode() const;
};

/// Whether the script is committed to by the output key: BIP-341, "Script validation rules".
bool commits_to(BytesView output_key, BytesView script, const ControlBlock& control);

}  // namespace coffer::bitcoin
