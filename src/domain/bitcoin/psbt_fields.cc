#include "domain/bitcoin/psbt_fields.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "domain/bitcoin/serialize.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/timelock.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::bitcoin {
namespace {

using KeyCheck = bool (*)(BytesView key_data);
using ValueCheck = bool (*)(BytesView value);

enum class In : std::uint8_t { kBoth, kVersion0, kVersion2 };

struct Rule {
  std::uint8_t type;
  const char* name;
  KeyCheck key;
  ValueCheck value;
  In in = In::kBoth;
};

// ---- key data

bool no_key(BytesView key) { return key.empty(); }
bool public_key(BytesView key) { return crypto::secp256k1::PublicKey::parse(key).has_value(); }
bool x_only_key(BytesView key) { return key.size() == 32; }
bool extended_key(BytesView key) { return key.size() == 78; }
bool hash160_key(BytesView key) { return key.size() == 20; }
bool key_and_leaf(BytesView key) { return key.size() == 64; }
bool control_block(BytesView key) { return ControlBlock::parse(key).has_value(); }

// ---- values

bool anything(BytesView /*value*/) { return true; }
bool not_empty(BytesView value) { return !value.empty(); }
bool u32_value(BytesView value) { return value.size() == 4; }
bool hash_value(BytesView value) { return value.size() == 32; }
bool time_value(BytesView value) { return u32_value(value) && *WireReader(value).u32() >= kLockTimeThreshold; }
bool height_value(BytesView value) {
  return u32_value(value) && *WireReader(value).u32() < kLockTimeThreshold && *WireReader(value).u32() != 0;
}
bool amount_value(BytesView value) { return value.size() == 8 && *WireReader(value).u64() <= kMaxMoney; }
bool bits_value(BytesView value) { return value.size() == 1; }
bool count_value(BytesView value) {
  WireReader reader(value);
  return reader.compact_size() && reader.done();
}
bool key_origin(BytesView value) { return value.size() >= 4 && value.size() % 4 == 0; }
bool schnorr_signature(BytesView value) { return value.size() == 64 || value.size() == 65; }
bool ecdsa_signature(BytesView value) { return value.size() >= 9 && value.size() <= 73; }
bool transaction(BytesView value) { return decode_transaction(value).has_value(); }
bool output(BytesView value) { return parse_output(value).has_value(); }
bool witness(BytesView value) { return parse_witness(value).has_value(); }
bool tap_origin(BytesView value) {
  WireReader reader(value);
  const auto count = reader.count(32);
  return count && reader.bytes(*count * 32) && key_origin(reader.rest());
}

constexpr std::array kGlobalRules = {
    Rule{psbt_global::kUnsignedTransaction, "unsigned transaction", no_key, anything, In::kVersion0},
    Rule{psbt_global::kExtendedPublicKey, "extended public key", extended_key, key_origin},
    Rule{psbt_global::kTransactionVersion, "transaction version", no_key, u32_value, In::kVersion2},
    Rule{psbt_global::kFallbackLockTime, "fallback lock time", no_key, u32_value, In::kVersion2},
    Rule{psbt_global::kInputCount, "input count", no_key, count_value, In::kVersion2},
    Rule{psbt_global::kOutputCount, "output count", no_key, count_value, In::kVersion2},
    Rule{psbt_global::kModifiable, "modifiable flags", no_key, bits_value, In::kVersion2},
    Rule{psbt_global::kVersion, "version", no_key, u32_value},
};

constexpr std::array kInputRules = {
    Rule{psbt_in::kNonWitnessUtxo, "non-witness UTXO", no_key, transaction},
    Rule{psbt_in::kWitnessUtxo, "witness UTXO", no_key, output},
    Rule{psbt_in::kPartialSignature, "partial signature", public_key, ecdsa_signature},
    Rule{psbt_in::kSighashType, "sighash type", no_key, u32_value},
    Rule{psbt_in::kRedeemScript, "redeem script", no_key, anything},
    Rule{psbt_in::kWitnessScript, "witness script", no_key, anything},
    Rule{psbt_in::kDerivation, "key origin", public_key, key_origin},
    Rule{psbt_in::kFinalScriptSig, "final script_sig", no_key, anything},
    Rule{psbt_in::kFinalWitness, "final witness", no_key, witness},
    Rule{psbt_in::kRipemd160Preimage, "RIPEMD-160 preimage", hash160_key, anything},
    Rule{psbt_in::kSha256Preimage, "SHA-256 preimage", x_only_key, anything},
    Rule{psbt_in::kHash160Preimage, "HASH160 preimage", hash160_key, anything},
    Rule{psbt_in::kHash256Preimage, "HASH256 preimage", x_only_key, anything},
    Rule{psbt_in::kPreviousTxid, "previous txid", no_key, hash_value, In::kVersion2},
    Rule{psbt_in::kOutputIndex, "output index", no_key, u32_value, In::kVersion2},
    Rule{psbt_in::kSequence, "sequence", no_key, u32_value, In::kVersion2},
    Rule{psbt_in::kRequiredTimeLockTime, "required time lock", no_key, time_value, In::kVersion2},
    Rule{psbt_in::kRequiredHeightLockTime, "required height lock", no_key, height_value, In::kVersion2},
    Rule{psbt_in::kTapKeySignature, "taproot key signature", no_key, schnorr_signature},
    Rule{psbt_in::kTapScriptSignature, "taproot script signature", key_and_leaf, schnorr_signature},
    Rule{psbt_in::kTapLeafScript, "taproot leaf script", control_block, not_empty},
    Rule{psbt_in::kTapDerivation, "taproot key origin", x_only_key, tap_origin},
    Rule{psbt_in::kTapInternalKey, "taproot internal key", no_key, hash_value},
    Rule{psbt_in::kTapMerkleRoot, "taproot Merkle root", no_key, hash_value},
};

constexpr std::array kOutputRules = {
    Rule{psbt_out::kRedeemScript, "redeem script", no_key, anything},
    Rule{psbt_out::kWitnessScript, "witness script", no_key, anything},
    Rule{psbt_out::kDerivation, "key origin", public_key, key_origin},
    Rule{psbt_out::kAmount, "amount", no_key, amount_value, In::kVersion2},
    Rule{psbt_out::kScript, "script", no_key, anything, In::kVersion2},
    Rule{psbt_out::kTapInternalKey, "taproot internal key", no_key, hash_value},
    Rule{psbt_out::kTapTree, "taproot tree", no_key, not_empty},
    Rule{psbt_out::kTapDerivation, "taproot key origin", x_only_key, tap_origin},
};

bool has(In in, std::uint32_t version) { return in == In::kBoth || (in == In::kVersion2) == (version == 2); }

Result<void> check(const PsbtMap& map, std::span<const Rule> rules, std::uint32_t version) {
  for (const auto& [key, value] : map.entries()) {
    const auto rule = std::ranges::find(rules, key[0], &Rule::type);
    if (rule == rules.end()) continue;
    // With other key data the type number is not the other version's field but one that nobody knows (BIP-174's
    // vectors).
    if (!has(rule->in, version) && !rule->key(BytesView(key).subspan(1))) continue;
    if (!has(rule->in, version))
      return fail(invalid("BIP-370: version " + std::to_string(version) + " has no " + rule->name));
    if (!rule->key(BytesView(key).subspan(1)))
      return fail(invalid(std::string("BIP-174: wrong key data of the ") + rule->name));
    if (!rule->value(value)) return fail(invalid(std::string("BIP-174: wrong value of the ") + rule->name));
  }
  return {};
}

}  // namespace

Result<std::uint32_t> psbt_version_of(const PsbtMap& global) {
  const auto value = global.value(psbt_global::kVersion);
  if (!value) return 0U;
  WireReader reader(*value);
  COFFER_TRY(const std::uint32_t version, reader.u32());
  COFFER_CHECK(reader.finish());
  if (version != 0 && version != 2) return fail(invalid("BIP-370: versions are 0 and 2"));
  return version;
}

Result<void> check_global_map(const PsbtMap& map, std::uint32_t version) { return check(map, kGlobalRules, version); }
Result<void> check_input_map(const PsbtMap& map, std::uint32_t version) { return check(map, kInputRules, version); }
Result<void> check_output_map(const PsbtMap& map, std::uint32_t version) { return check(map, kOutputRules, version); }

Result<std::vector<Bytes>> parse_witness(BytesView value) {
  WireReader reader(value);
  COFFER_TRY(const std::size_t count, reader.count(1));
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < count; ++i) {
    COFFER_TRY(const BytesView item, reader.var_bytes());
    out.push_back(to_bytes(item));
  }
  COFFER_CHECK(reader.finish());
  return out;
}

Bytes encode_witness(const std::vector<Bytes>& witness) {
  Bytes out;
  append_compact_size(out, witness.size());
  for (const Bytes& item : witness) append_var_bytes(out, item);
  return out;
}

Result<TxOutput> parse_output(BytesView value) {
  WireReader reader(value);
  TxOutput out;
  COFFER_TRY(out.amount_sats, reader.u64());
  if (out.amount_sats > kMaxMoney) return fail(invalid("output: more than 21 million bitcoin"));
  COFFER_TRY(const BytesView script, reader.var_bytes());
  out.script = to_bytes(script);
  COFFER_CHECK(reader.finish());
  return out;
}

Bytes encode_output(const TxOutput& output) {
  Bytes out;
  append_u64(out, output.amount_sats);
  append_var_bytes(out, output.script);
  return out;
}

Bytes u32_bytes(std::uint32_t value) {
  Bytes out;
  append_u32(out, value);
  return out;
}

}  // namespace coffer::bitcoin
