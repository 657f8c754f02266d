#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "domain/evm/address.h"

namespace coffer::tron {

/// A Tron account: 0x41 and the 20 bytes that the same key has on EVM chains.
struct Address {
  evm::Address account;

  /// base58check of 21 bytes that begin with 41: `T…`, 34 characters.
  static Result<Address> parse(std::string_view text);
  /// Exactly 21 bytes that begin with 41.
  static Result<Address> from(BytesView bytes);
  /// Of a secp256k1 public key; see evm::Address::from_public_key.
  static Result<Address> from_public_key(BytesView public_key);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] ByteArray<21> bytes() const;
  auto operator<=>(const Address&) const = default;
};

}  // namespace coffer::tron
