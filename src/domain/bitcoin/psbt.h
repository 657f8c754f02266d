#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/secret.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/secp256k1.h"

/// Partially signed transactions: BIP-174 version 0 with the taproot fields of BIP-371.
namespace coffer::bitcoin {

/// Key types (the first byte of a key) by map.
namespace psbt_global {
inline constexpr std::uint8_t kUnsignedTransaction = 0x00;
inline constexpr std::uint8_t kExtendedPublicKey = 0x01;
inline constexpr std::uint8_t kVersion = 0xfb;
}  // namespace psbt_global
namespace psbt_in {
inline constexpr std::uint8_t kNonWitnessUtxo = 0x00;
inline constexpr std::uint8_t kWitnessUtxo = 0x01;
inline constexpr std::uint8_t kPartialSignature = 0x02;  // key data: public key
inline constexpr std::uint8_t kSighashType = 0x03;
inline constexpr std::uint8_t kRedeemScript = 0x04;
inline constexpr std::uint8_t kWitnessScript = 0x05;
inline constexpr std::uint8_t kDerivation = 0x06;  // key data: public key
inline constexpr std::uint8_t kFinalScriptSig = 0x07;
inline constexpr std::uint8_t kFinalWitness = 0x08;
inline constexpr std::uint8_t kTapKeySignature = 0x13;
inline constexpr std::uint8_t kTapScriptSignature = 0x14;  // key data: x-only key ‖ leaf hash
inline constexpr std::uint8_t kTapLeafScript = 0x15;       // key data: control block
inline constexpr std::uint8_t kTapDerivation = 0x16;       // key data: x-only key
inline constexpr std::uint8_t kTapInternalKey = 0x17;
inline constexpr std::uint8_t kTapMerkleRoot = 0x18;
}  // namespace psbt_in
namespace psbt_out {
inline constexpr std::uint8_t kRedeemScript = 0x00;
inline constexpr std::uint8_t kWitnessScript = 0x01;
inline constexpr std::uint8_t kDerivation = 0x02;
inline constexpr std::uint8_t kTapInternalKey = 0x05;
inline constexpr std::uint8_t kTapTree = 0x06;
inline constexpr std::uint8_t kTapDerivation = 0x07;
}  // namespace psbt_out

/// One map of a PSBT. Keys are unique. Written in the order of the types, and within a type in the order in which the
/// fields came; fields that nobody here knows are carried along.
class PsbtMap {
 public:
  /// The value of the field that has no key data; nothing when absent.
  [[nodiscard]] std::optional<BytesView> value(std::uint8_t type) const;
  [[nodiscard]] std::optional<BytesView> value(std::uint8_t type, BytesView key_data) const;

  /// A field with key data, as a partial signature by its public key.
  struct Entry {
    BytesView key_data;
    BytesView value;
  };
  [[nodiscard]] std::vector<Entry> all(std::uint8_t type) const;

  /// Replaces a field, or adds it in the order of the keys.
  void set(std::uint8_t type, BytesView key_data, BytesView value);
  void erase(std::uint8_t type);
  /// Adds what `other` has and this has not.
  void merge(const PsbtMap& other);

  /// Every field by its whole key, type first.
  [[nodiscard]] const std::map<Bytes, Bytes>& entries() const { return entries_; }
  /// False when the key is there already. A key has at least its type.
  bool insert(const Bytes& key, BytesView value);
  /// Appends the map as it is written, with the zero at its end.
  void append_to(Bytes& out) const;
  /// Whether the fields are the same, in whatever order they came.
  bool operator==(const PsbtMap& other) const { return entries_ == other.entries_; }

 private:
  std::map<Bytes, Bytes> entries_;
  std::map<std::uint8_t, std::vector<Bytes>> order_;  // the keys of each type as they came
};

struct Psbt {
  Transaction transaction;  // without script_sigs and witnesses
  PsbtMap global;           // without the transaction
  std::vector<PsbtMap> inputs;
  std::vector<PsbtMap> outputs;
  bool operator==(const Psbt&) const = default;

  /// A PSBT with empty maps; fails when an input has a script_sig or a witness.
  static Result<Psbt> create(Transaction transaction);
  /// Strict parse: magic, unique keys, key data and values of every known field, nothing after the last map. At most 4
  /// MB.
  static Result<Psbt> parse(BytesView bytes);
  [[nodiscard]] Bytes encode() const;
};

/// The output that an input spends, from its UTXO fields. Fails when they are absent, disagree, or are not of
/// the spent transaction (BIP-174, "Signer checks").
Result<TxOutput> spent_output(const Psbt& psbt, std::size_t input);

/// Combiner: the union of PSBTs of one transaction.
Result<Psbt> combine(std::span<const Psbt> psbts);

/// Signer: adds every signature that the key can give: P2PK, P2PKH, P2WPKH, P2SH and P2WSH around them and around
/// scripts that contain the key, taproot key path (internal key, tweaked here) and script path. Returns how
/// many were added. Fails when an input breaks a signer check of BIP-174, whoever signs it. `aux` is BIP-340's.
Result<std::size_t> sign(Psbt& psbt, const crypto::secp256k1::Context& context, const Secret<32>& key,
                         const ByteArray<32>& aux);

/// Finalizer: turns an input's signatures into its script_sig and witness and drops what they were made of. Multisig
/// takes the first signatures in the order of the keys. Fails when signatures are missing. Whether they verify is
/// judged by `extract`, which sees the whole transaction.
Result<void> finalize_input(Psbt& psbt, std::size_t input);
/// All inputs that are not final yet.
Result<void> finalize(Psbt& psbt);

/// Extractor: the transaction, once every input is final. Fails when an input that `verify_input` understands
/// may not spend its output; inputs without UTXO fields and with other scripts are not judged.
Result<Transaction> extract(const Psbt& psbt);

}  // namespace coffer::bitcoin
