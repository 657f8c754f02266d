#include "apps/tool/bitcoin_json.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "apps/tool/input.h"

namespace coffer::tool {
namespace {

using bitcoin::PsbtMap;
using nlohmann::json;

struct FieldName {
  std::uint8_t type;
  const char* name;
  bool keyed;  // one entry for each key
};

constexpr std::array kInputNames = {
    FieldName{bitcoin::psbt_in::kNonWitnessUtxo, "non_witness_utxo", false},
    FieldName{bitcoin::psbt_in::kWitnessUtxo, "witness_utxo", false},
    FieldName{bitcoin::psbt_in::kPartialSignature, "partial_signatures", true},
    FieldName{bitcoin::psbt_in::kSighashType, "sighash_type", false},
    FieldName{bitcoin::psbt_in::kRedeemScript, "redeem_script", false},
    FieldName{bitcoin::psbt_in::kWitnessScript, "witness_script", false},
    FieldName{bitcoin::psbt_in::kDerivation, "bip32_derivations", true},
    FieldName{bitcoin::psbt_in::kFinalScriptSig, "final_script_sig", false},
    FieldName{bitcoin::psbt_in::kFinalWitness, "final_witness", false},
    FieldName{bitcoin::psbt_in::kRipemd160Preimage, "ripemd160_preimages", true},
    FieldName{bitcoin::psbt_in::kSha256Preimage, "sha256_preimages", true},
    FieldName{bitcoin::psbt_in::kHash160Preimage, "hash160_preimages", true},
    FieldName{bitcoin::psbt_in::kHash256Preimage, "hash256_preimages", true},
    FieldName{bitcoin::psbt_in::kSequence, "sequence", false},
    FieldName{bitcoin::psbt_in::kRequiredTimeLockTime, "required_time_locktime", false},
    FieldName{bitcoin::psbt_in::kRequiredHeightLockTime, "required_height_locktime", false},
    FieldName{bitcoin::psbt_in::kTapKeySignature, "tap_key_signature", false},
    FieldName{bitcoin::psbt_in::kTapScriptSignature, "tap_script_signatures", true},
    FieldName{bitcoin::psbt_in::kTapLeafScript, "tap_leaf_scripts", true},
    FieldName{bitcoin::psbt_in::kTapDerivation, "tap_bip32_derivations", true},
    FieldName{bitcoin::psbt_in::kTapInternalKey, "tap_internal_key", false},
    FieldName{bitcoin::psbt_in::kTapMerkleRoot, "tap_merkle_root", false},
};

constexpr std::array kOutputNames = {
    FieldName{bitcoin::psbt_out::kRedeemScript, "redeem_script", false},
    FieldName{bitcoin::psbt_out::kWitnessScript, "witness_script", false},
    FieldName{bitcoin::psbt_out::kDerivation, "bip32_derivations", true},
    FieldName{bitcoin::psbt_out::kTapInternalKey, "tap_internal_key", false},
    FieldName{bitcoin::psbt_out::kTapTree, "tap_tree", false},
    FieldName{bitcoin::psbt_out::kTapDerivation, "tap_bip32_derivations", true},
};

constexpr std::array kGlobalNames = {
    FieldName{bitcoin::psbt_global::kExtendedPublicKey, "extended_public_keys", true},
    FieldName{bitcoin::psbt_global::kFallbackLockTime, "fallback_locktime", false},
    FieldName{bitcoin::psbt_global::kModifiable, "tx_modifiable", false},
    FieldName{bitcoin::psbt_global::kVersion, "version", false},
};

json map_json(const PsbtMap& map, std::span<const FieldName> names) {
  json out = json::object();
  for (const auto& [key, value] : map.entries()) {
    const auto field = std::ranges::find(names, key[0], &FieldName::type);
    if (field == names.end()) {
      out["unknown"][hex0x(key)] = hex0x(value);
    } else if (field->keyed) {
      out[field->name][hex0x(BytesView(key).subspan(1))] = hex0x(value);
    } else {
      out[field->name] = hex0x(value);
    }
  }
  return out;
}

template <class Maps>
json maps_json(const Maps& maps, std::span<const FieldName> names) {
  json out = json::array();
  for (const PsbtMap& map : maps) out.push_back(map_json(map, names));
  return out;
}

json input_json(const bitcoin::TxInput& input) {
  json witness = json::array();
  for (const Bytes& item : input.witness) witness.push_back(hex0x(item));
  return {{"txid", input.previous.txid.text()},
          {"vout", input.previous.index},
          {"script_sig", hex0x(input.script_sig)},
          {"sequence", input.sequence},
          {"witness", std::move(witness)}};
}

}  // namespace

json bitcoin_transaction_json(const bitcoin::Transaction& transaction) {
  json inputs = json::array();
  for (const auto& input : transaction.inputs) inputs.push_back(input_json(input));
  json outputs = json::array();
  for (const auto& output : transaction.outputs)
    outputs.push_back({{"amount", std::to_string(output.amount_sats)}, {"script", hex0x(output.script)}});
  return {{"txid", bitcoin::txid(transaction).text()},
          {"wtxid", bitcoin::wtxid(transaction).text()},
          {"version", transaction.version},
          {"inputs", std::move(inputs)},
          {"outputs", std::move(outputs)},
          {"locktime", transaction.lock_time},
          {"vsize", bitcoin::virtual_size(transaction)},
          {"weight", bitcoin::weight(transaction)}};
}

Result<bitcoin::TxOutput> bitcoin_output_from_json(const json& value) {
  COFFER_CHECK(check_members(value, {"script", "amount"}));
  const Input input(value);
  for (const char* name : {"script", "amount"})
    if (!input.has(name)) return fail(invalid_field(name, "is missing"));
  bitcoin::TxOutput out;
  COFFER_TRY(out.script, input.bytes("script"));
  COFFER_TRY(out.amount_sats, input.number("amount"));
  return out;
}

json psbt_json(const bitcoin::Psbt& psbt) {
  return {{"version", psbt.version},
          {"transaction", bitcoin_transaction_json(psbt.transaction)},
          {"global", map_json(psbt.global, kGlobalNames)},
          {"inputs", maps_json(psbt.inputs, kInputNames)},
          {"outputs", maps_json(psbt.outputs, kOutputNames)}};
}

Result<bitcoin::Psbt> psbt_from_text(const std::string& text) {
  const bool bare_hex = text.starts_with("70736274ff") || text.starts_with("70736274FF");
  COFFER_TRY(const Bytes bytes, text.starts_with("0x") ? parse_hex0x(text)
                                : bare_hex             ? parse_hex(text)
                                                       : parse_base64(text));
  return bitcoin::Psbt::parse(bytes);
}

}  // namespace coffer::tool
