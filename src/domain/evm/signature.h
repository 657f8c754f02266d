#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/crypto/secp256k1.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// An ECDSA signature as transactions carry it: integers r and s, and the parity of R's y.
struct Signature {
  U256 r;
  U256 s;
  std::uint8_t y_parity = 0;  // 0 or 1

  /// r ‖ s ‖ v of 65 bytes, big-endian, v = 27 + y_parity: the form of personal_sign.
  [[nodiscard]] ByteArray<65> rsv() const;
  /// Reads r ‖ s ‖ v, v one of 0, 1, 27, 28. Refuses r or s out of range and, by EIP-2, a high s.
  static Result<Signature> from_rsv(BytesView bytes);

  /// 0 < r < n and 0 < s ≤ n/2 (EIP-2), y_parity 0 or 1.
  [[nodiscard]] Result<void> check() const;

  bool operator==(const Signature&) const = default;
};

/// The address whose key made this signature of a 32-byte digest. Fails on what `check` refuses, or
/// where no key exists.
Result<Address> recover_signer(const Hash& digest, const Signature& signature);
/// The same from r ‖ s ‖ v.
Result<Address> recover_signer(const Hash& digest, BytesView signature);

/// The transaction form of a recoverable signature. Fails on recovery ids 2 and 3 (R.x ≥ n, which no
/// v can express; probability 2^-127).
Result<Signature> signature_of(const crypto::secp256k1::RecoverableSignature& recoverable);

/// RFC 6979 signature of a signing hash (transaction, authorization, EIP-191, EIP-712), verified
/// against `expected` before it is let out.
Result<Signature> sign_hash(const crypto::secp256k1::Context& context, const Secret<32>& key,
                            const crypto::secp256k1::PublicKey& expected, const Hash& hash);

}  // namespace coffer::evm
