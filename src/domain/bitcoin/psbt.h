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

/// Partially signed transactions: BIP-174 (version 0) and BIP-370 (version 2), with the taproot fields of BIP-371.
namespace coffer::bitcoin {

/// Key types (the first byte of a key) by map.
namespace psbt_global {
inline constexpr std::uint8_t kUnsignedTransaction = 0x00;
inline constexpr std::uint8_t kExtendedPublicKey = 0x01;
inline constexpr std::uint8_t kTransactionVersion = 0x02;  // this and the next four: version 2
inline constexpr std::uint8_t kFallbackLockTime = 0x03;
inline constexpr std::uint8_t kInputCount = 0x04;
inline constexpr std::uint8_t kOutputCount = 0x05;
inline constexpr std::uint8_t kModifiable = 0x06;  // bits of `modifiable`
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
inline constexpr std::uint8_t kRipemd160Preimage = 0x0a;  // key data: the hash; so the next three
inline constexpr std::uint8_t kSha256Preimage = 0x0b;
inline constexpr std::uint8_t kHash160Preimage = 0x0c;
inline constexpr std::uint8_t kHash256Preimage = 0x0d;
inline constexpr std::uint8_t kPreviousTxid = 0x0e;  // this and the next four: version 2
inline constexpr std::uint8_t kOutputIndex = 0x0f;
inline constexpr std::uint8_t kSequence = 0x10;
inline constexpr std::uint8_t kRequiredTimeLockTime = 0x11;
inline constexpr std::uint8_t kRequiredHeightLockTime = 0x12;
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
inline constexpr std::uint8_t kAmount = 0x03;  // this and the next: version 2
inline constexpr std::uint8_t kScript = 0x04;
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

/// A partially signed transaction: what is to be signed, and a map of fields for it, each input and each output.
struct Psbt {
  std::uint32_t version = 0;  // 0 (BIP-174) or 2 (BIP-370)
  /// Without script_sigs and witnesses. In version 2 it is what the maps say: `lock_time` as BIP-370 determines it.
  Transaction transaction;
  /// The maps hold neither the transaction nor, in version 2, the fields that every PSBT must have of it; sequences and
  /// lock times stay there, because absence means something.
  PsbtMap global;
  std::vector<PsbtMap> inputs;
  std::vector<PsbtMap> outputs;
  bool operator==(const Psbt&) const = default;

  /// A PSBT with empty maps; fails when an input has a script_sig or a witness.
  static Result<Psbt> create(Transaction transaction);
  /// Strict parse of either version: magic, unique keys, key data and values of every known field, no field of the
  /// other version, nothing after the last map. At most 4 MB.
  static Result<Psbt> parse(BytesView bytes);
  [[nodiscard]] Bytes encode() const;
};

/// The output that an input spends, from its UTXO fields. Fails when they are absent, disagree, or are not of
/// the spent transaction (BIP-174, "Signer checks").
Result<TxOutput> spent_output(const Psbt& psbt, std::size_t input);

/// Combiner: the union of PSBTs of one transaction and version. In version 2 transactions are the same when they differ
/// in sequences only (BIP-370, "Unique Identification"); what may still be changed is what every part allows.
Result<Psbt> combine(std::span<const Psbt> psbts);

/// Signer: adds every signature that the key can give: P2PK, P2PKH, P2WPKH, P2SH and P2WSH around them and around
/// scripts that contain the key, taproot key path (internal key, tweaked here) and script path. Returns how
/// many were added. Fails when an input breaks a signer check of BIP-174, whoever signs it. `aux` is BIP-340's. In
/// version 2 what the signatures fix is no longer modifiable.
Result<std::size_t> sign(Psbt& psbt, const crypto::secp256k1::Context& context, const Secret<32>& key,
                         const ByteArray<32>& aux);

/// Finalizer: turns an input's signatures into its script_sig and witness and drops what they were made of. Multisig
/// takes the first signatures in the order of the keys; other witness scripts and leaves are satisfied as miniscript,
/// with the preimages of the input and the time locks that the transaction meets. Fails when signatures are missing.
/// Whether they verify is judged by `extract`, which sees the whole transaction.
Result<void> finalize_input(Psbt& psbt, std::size_t input);
/// All inputs that are not final yet.
Result<void> finalize(Psbt& psbt);

/// Extractor: the transaction, once every input is final. Fails when an input that `verify_input` understands
/// may not spend its output; inputs without UTXO fields and with other scripts are not judged.
Result<Transaction> extract(const Psbt& psbt);

}  // namespace coffer::bitcoin
