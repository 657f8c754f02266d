#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/u256.h"

namespace coffer::evm {

/// The 20 bytes of an account: the last 20 of the Keccak-256 of its uncompressed public key, or what
/// CREATE and CREATE2 made (create.h).
struct Address {
  ByteArray<20> bytes{};

  /// EIP-55, strictly: `0x` and 40 hex digits. All lower case or all upper case passes; mixed case
  /// must be the checksum.
  static Result<Address> parse(std::string_view text);
  /// Fails unless exactly 20 bytes are given.
  static Result<Address> from(BytesView view);
  /// The address of a secp256k1 public key in SEC 1 form: 33 bytes compressed, 65 bytes with the
  /// leading 04, or the 64 bytes of x and y. Fails when it is no point of the curve.
  static Result<Address> from_public_key(BytesView public_key);

  /// EIP-55: `0x` and 40 hex digits whose case is the checksum.
  [[nodiscard]] std::string text() const;
  /// The 32-byte word of the ABI: twelve zero bytes, then the address.
  [[nodiscard]] ByteArray<32> word() const;
  [[nodiscard]] bool is_zero() const { return bytes == ByteArray<20>{}; }

  auto operator<=>(const Address&) const = default;
};

}  // namespace coffer::evm

template <>
struct std::hash<coffer::evm::Address> {
  std::size_t operator()(const coffer::evm::Address& address) const noexcept {
    return std::hash<std::string_view>{}(coffer::as_text(address.bytes));
  }
};
