#pragma once

#include <algorithm>
#include <compare>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace coffer::evm {

/// 32 bytes that name or commit to something: a transaction hash, a signing hash, a storage key, a
/// topic. Printed as `0x` and 64 lower-case hex digits, in the order in which they were computed.
struct Hash {
  ByteArray<32> bytes{};

  /// Strict: `0x` and 64 hex digits of either case.
  static Result<Hash> parse(std::string_view text) {
    COFFER_TRY(const auto bytes, parse_fixed_hex0x<32>(text));
    return Hash{bytes};
  }
  /// Fails unless exactly 32 bytes are given.
  static Result<Hash> from(BytesView view) {
    if (view.size() != 32) return fail(invalid("must be 32 bytes"));
    Hash out;
    std::ranges::copy(view, out.bytes.begin());
    return out;
  }

  [[nodiscard]] std::string text() const { return hex0x(bytes); }
  auto operator<=>(const Hash&) const = default;
};

}  // namespace coffer::evm
