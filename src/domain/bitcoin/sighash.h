#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/hash.h"

namespace coffer::bitcoin {

inline constexpr std::uint32_t kSighashDefault = 0x00;  // taproot only
inline constexpr std::uint32_t kSighashAll = 0x01;
inline constexpr std::uint32_t kSighashNone = 0x02;
inline constexpr std::uint32_t kSighashSingle = 0x03;
inline constexpr std::uint32_t kSighashAnyoneCanPay = 0x80;

/// The digest of legacy signatures, with all its history: `type` is hashed in full (32 bits), OP_CODESEPARATOR is
/// removed from `script_code`, and SIGHASH_SINGLE without its output signs the number one. Fails when there is no such
/// input.
Result<crypto::Hash256> legacy_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                       std::uint32_t type);

/// The hashes of whole lists that the digests of all inputs share: SHA-256 once for BIP-341, twice for BIP-143. Making
/// them once keeps signing many inputs linear.
struct SharedHashes {
  explicit SharedHashes(const Transaction& transaction);
  /// For taproot: the spent outputs of all inputs, too.
  SharedHashes(const Transaction& transaction, const std::vector<TxOutput>& spent);

  crypto::Hash256 outpoints;
  crypto::Hash256 sequences;
  crypto::Hash256 outputs;
  crypto::Hash256 outpoints_twice;
  crypto::Hash256 sequences_twice;
  crypto::Hash256 outputs_twice;
  crypto::Hash256 spent_amounts{};
  crypto::Hash256 spent_scripts{};
};

/// BIP-143. `script_code` of P2WPKH is the P2PKH script of its hash; `amount_sats` that of the spent output.
Result<crypto::Hash256> segwit_v0_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                          std::uint64_t amount_sats, std::uint32_t type);
Result<crypto::Hash256> segwit_v0_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                          std::uint64_t amount_sats, std::uint32_t type, const SharedHashes& shared);

/// What a tapscript signature commits to besides the transaction (BIP-342).
struct TapscriptContext {
  crypto::Hash256 leaf_hash{};
  std::uint32_t code_separator = 0xffffffff;
};

/// What a taproot signature commits to besides transaction and spent outputs.
struct TaprootSighash {
  std::uint32_t type = kSighashDefault;
  std::optional<Bytes> annex;                 // with its leading 0x50
  std::optional<TapscriptContext> tapscript;  // script path
};

/// BIP-341 and BIP-342. `spent` are the outputs of all inputs, in their order. Fails on types that the standard does
/// not know, and on SIGHASH_SINGLE without its output.
Result<crypto::Hash256> taproot_sighash(const Transaction& transaction, std::size_t input,
                                        const std::vector<TxOutput>& spent, const TaprootSighash& options);
Result<crypto::Hash256> taproot_sighash(const Transaction& transaction, std::size_t input,
                                        const std::vector<TxOutput>& spent, const TaprootSighash& options,
                                        const SharedHashes& shared);

}  // namespace coffer::bitcoin
