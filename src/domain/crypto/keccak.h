#pragma once

#include <array>
#include <cstdint>

#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// Keccak-256 as Ethereum uses it: Keccak[c=512] with the original padding 0x01, not the 0x06 of
/// FIPS 202's SHA3-256. Feed with `update`, then call `finish` once.
class Keccak256 {
 public:
  Keccak256& update(BytesView data);
  /// The 32-byte digest of everything fed; the object is then as new.
  Hash256 finish();

 private:
  static constexpr std::size_t kRate = 136;

  void absorb_block(const std::uint8_t* block);

  std::array<std::uint64_t, 25> state_{};
  std::array<std::uint8_t, kRate> pending_{};
  std::size_t pending_size_ = 0;
};

/// Keccak-256 of `data`.
Hash256 keccak256(BytesView data);

}  // namespace coffer::crypto
