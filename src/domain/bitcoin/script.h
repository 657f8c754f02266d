#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "domain/crypto/hash.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::bitcoin {

/// The opcodes that scripts here are made of (Bitcoin Core's script.h).
enum class Opcode : std::uint8_t {
  k0 = 0x00,
  kPushData1 = 0x4c,
  kPushData2 = 0x4d,
  kPushData4 = 0x4e,
  k1Negate = 0x4f,
  k1 = 0x51,
  k16 = 0x60,
  kIf = 0x63,
  kNotIf = 0x64,
  kElse = 0x67,
  kEndIf = 0x68,
  kVerify = 0x69,
  kReturn = 0x6a,
  kToAltStack = 0x6b,
  kFromAltStack = 0x6c,
  kIfDup = 0x73,
  kDrop = 0x75,
  kDup = 0x76,
  kSwap = 0x7c,
  kSize = 0x82,
  kEqual = 0x87,
  kEqualVerify = 0x88,
  kZeroNotEqual = 0x92,
  kAdd = 0x93,
  kBoolAnd = 0x9a,
  kBoolOr = 0x9b,
  kNumEqual = 0x9c,
  kNumEqualVerify = 0x9d,
  kRipemd160 = 0xa6,
  kSha256 = 0xa8,
  kHash160 = 0xa9,
  kHash256 = 0xaa,
  kCodeSeparator = 0xab,
  kCheckSig = 0xac,
  kCheckSigVerify = 0xad,
  kCheckMultiSig = 0xae,
  kCheckMultiSigVerify = 0xaf,
  kCheckLockTimeVerify = 0xb1,
  kCheckSequenceVerify = 0xb2,
  kCheckSigAdd = 0xba,
};

/// A script under construction; the bytes are the script.
class ScriptBuilder {
 public:
  ScriptBuilder& op(Opcode opcode);
  /// Pushes bytes in the shortest form (BIP-62 rule 3), at most 65,535 of them.
  ScriptBuilder& push(BytesView data);
  /// Pushes 0–16 as an opcode, larger numbers as minimal little-endian bytes.
  ScriptBuilder& number(std::uint32_t value);
  [[nodiscard]] Bytes take() { return std::move(script_); }

 private:
  Bytes script_;
};

/// One step of a script: an opcode and, for pushes, what is pushed.
struct Instruction {
  std::uint8_t opcode = 0;
  BytesView data;  // points into the script; empty for opcodes that push nothing
};

/// The number that a step pushes in its shortest form, from 0 to 2^31 - 1 (2^39 - 1 in up to `most` = 5 bytes).
std::optional<std::uint64_t> pushed_number(const Instruction& instruction, std::size_t most = 4);

/// Splits a script; nothing when a push runs over its end.
std::optional<std::vector<Instruction>> parse_script(BytesView script);

/// The kinds of output scripts that have an address, and those that can be signed without one.
enum class ScriptType : std::uint8_t {
  kPayToPublicKey,
  kPayToPublicKeyHash,
  kPayToScriptHash,
  kPayToWitnessPublicKeyHash,
  kPayToWitnessScriptHash,
  kPayToTaproot,
  kWitnessUnknown,  // a witness version without rules yet
  kMultisig,        // bare m-of-n
  kNullData,        // OP_RETURN
  kNonStandard,
};

/// `p2pkh`, `p2sh`, `p2wpkh`, `p2wsh`, `p2tr`, `witness_unknown`, `p2pk`, `multisig`, `op_return`, `nonstandard`.
std::string_view script_type_name(ScriptType type);

/// What kind of output script this is.
ScriptType classify(BytesView script);

/// The version and program of a segwit output (BIP-141).
struct WitnessOutput {
  std::uint8_t version;
  BytesView program;
};
std::optional<WitnessOutput> witness_output(BytesView script);

/// m and the keys (33 or 65 bytes, not checked to be points) of a `m <keys> n OP_CHECKMULTISIG` script.
struct MultisigScript {
  std::size_t threshold;
  std::vector<BytesView> keys;
};
std::optional<MultisigScript> multisig_script(BytesView script);

/// Output scripts.
Bytes pay_to_public_key(BytesView public_key);
Bytes pay_to_public_key_hash(const crypto::Hash160& hash);
Bytes pay_to_script_hash(const crypto::Hash160& hash);
Bytes pay_to_witness_public_key_hash(const crypto::Hash160& hash);
Bytes pay_to_witness_script_hash(const crypto::Hash256& hash);
Bytes pay_to_taproot(const crypto::schnorr::XOnlyPublicKey& output_key);
/// Any witness version 0–16 with its program.
Bytes pay_to_witness(std::uint8_t version, BytesView program);
/// `threshold <keys> n OP_CHECKMULTISIG`, keys in the given order. Fails on more than 20 keys or a threshold out of
/// range.
Result<Bytes> multisig(std::size_t threshold, const std::vector<Bytes>& keys);

}  // namespace coffer::bitcoin
