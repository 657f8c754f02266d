#pragma once

#include "base/bytes.h"

namespace coffer::crypto {

/// An ECDSA signature of a 256-bit curve; r and s big-endian. Nothing is said of their range: the
/// curve's `verify` judges it.
struct EcdsaSignature {
  ByteArray<32> r{};
  ByteArray<32> s{};

  /// r ‖ s, 64 bytes (JWS, IEEE P1363).
  [[nodiscard]] ByteArray<64> compact() const;
  static Result<EcdsaSignature> from_compact(BytesView bytes);

  /// ASN.1 DER of SEQUENCE { r INTEGER, s INTEGER }, 8–72 bytes.
  [[nodiscard]] Bytes der() const;
  /// Strict DER (BIP-66): minimal lengths and integers, not negative, at most 256 bits, nothing after.
  static Result<EcdsaSignature> from_der(BytesView bytes);

  bool operator==(const EcdsaSignature&) const = default;
};

}  // namespace coffer::crypto
