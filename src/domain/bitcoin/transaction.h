#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "domain/crypto/hash.h"

namespace coffer::bitcoin {

/// 2.1 · 10^15: no amount and no sum of amounts is above it.
inline constexpr std::uint64_t kMaxMoney = 2'100'000'000'000'000;

/// The double SHA-256 that names a transaction, in the order in which it was computed. People see it
/// reversed.
struct TxId {
  crypto::Hash256 bytes{};

  /// 64 hex digits in the reversed order of explorers and RPC.
  static Result<TxId> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  auto operator<=>(const TxId&) const = default;
};

/// Which output of which transaction.
struct OutPoint {
  TxId txid;
  std::uint32_t index = 0;
  auto operator<=>(const OutPoint&) const = default;
};

/// The sequence of an input without a relative lock time; a transaction whose inputs all have it ignores its lock time.
inline constexpr std::uint32_t kFinalSequence = 0xffffffff;

/// The spending of an output.
struct TxInput {
  OutPoint previous;
  Bytes script_sig;
  std::uint32_t sequence = kFinalSequence;
  std::vector<Bytes> witness;  // BIP-141
  bool operator==(const TxInput&) const = default;
};

/// An amount in satoshis and the script that locks it.
struct TxOutput {
  std::uint64_t amount_sats = 0;
  Bytes script;
  bool operator==(const TxOutput&) const = default;
};

/// A transaction, with witnesses where its inputs have them.
struct Transaction {
  std::uint32_t version = 2;
  std::vector<TxInput> inputs;
  std::vector<TxOutput> outputs;
  std::uint32_t lock_time = 0;
  bool operator==(const Transaction&) const = default;

  [[nodiscard]] bool has_witness() const;
};

/// How a transaction is written: with witnesses when there are any (BIP-144), or always without (txid, PSBT).
enum class WitnessForm : std::uint8_t { kAsPresent, kWithout };

/// The bytes of a transaction; integers little-endian.
Bytes encode(const Transaction& transaction, WitnessForm form = WitnessForm::kAsPresent);

/// Reads raw bytes of at most 4 MB. Strict: minimal sizes, amounts within kMaxMoney, no superfluous witness marker, at
/// least one input, nothing after the lock time.
Result<Transaction> decode_transaction(BytesView raw);

/// As decode_transaction, of bytes that are known to have no witness marker; no inputs are allowed (PSBT, BIP-174).
Result<Transaction> decode_unsigned_transaction(BytesView raw);

/// Double SHA-256 without witnesses, and with them (BIP-141), in the order of the bytes on the wire.
TxId txid(const Transaction& transaction);
TxId wtxid(const Transaction& transaction);

/// BIP-141: three times the size without witnesses plus the whole size, and a quarter of it, rounded up.
std::size_t weight(const Transaction& transaction);
std::size_t virtual_size(const Transaction& transaction);

}  // namespace coffer::bitcoin
