#include "domain/bitcoin/psbt_construct.h"

#include <algorithm>
#include <utility>

#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/psbt_version2.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/serialize.h"
#include "domain/bitcoin/taproot.h"

namespace coffer::bitcoin {
namespace {

bool has_signatures(const Psbt& psbt) {
  return std::ranges::any_of(psbt.inputs, [](const PsbtMap& map) {
    return !map.all(psbt_in::kPartialSignature).empty() || !map.all(psbt_in::kTapScriptSignature).empty() ||
           map.value(psbt_in::kTapKeySignature) || map.value(psbt_in::kFinalScriptSig) ||
           map.value(psbt_in::kFinalWitness);
  });
}

/// BIP-174: the fingerprint of the master key and the steps below it.
Bytes origin_value(const KeyOrigin& origin) {
  Bytes out = to_bytes(BytesView(origin.fingerprint));
  for (const std::uint32_t step : origin.path) append_u32(out, step);
  return out;
}

/// BIP-371: the leaves that the key is in, then its origin.
Bytes tap_origin_value(const KeyOrigin& origin) {
  Bytes out;
  append_compact_size(out, origin.leaves.size());
  for (const crypto::Hash256& leaf : origin.leaves) append(out, leaf);
  append(out, origin_value(origin));
  return out;
}

void set_if(PsbtMap& map, std::uint8_t type, BytesView value) {
  if (!value.empty()) map.set(type, {}, value);
}

/// BIP-371, "PSBT_OUT_TAP_TREE": depth, version and script of each leaf, depth first.
Bytes tree_value(const DescriptorOutput& output) {
  Bytes out;
  for (const DescriptorLeaf& leaf : output.leaves) {
    const std::size_t depth = (leaf.control_block.size() - 33) / 32;
    append(out, Bytes{static_cast<std::uint8_t>(depth), kTapscriptVersion});
    append_var_bytes(out, leaf.script);
  }
  return out;
}

}  // namespace

std::uint8_t modifiable_flags(const PsbtMap& global) {
  const auto value = global.value(psbt_global::kModifiable);
  return value && value->size() == 1 ? (*value)[0] : std::uint8_t{0};
}

Psbt create_version2(std::uint32_t transaction_version, std::uint32_t fallback_lock_time, std::uint8_t flags) {
  Psbt out;
  out.version = 2;
  out.transaction.version = transaction_version;
  out.transaction.lock_time = fallback_lock_time;
  if (fallback_lock_time != 0) out.global.set(psbt_global::kFallbackLockTime, {}, u32_bytes(fallback_lock_time));
  if (flags != 0) out.global.set(psbt_global::kModifiable, {}, Bytes{flags});
  return out;
}

Result<void> add_input(Psbt& psbt, const NewInput& input) {
  if (psbt.version != 2 || (modifiable_flags(psbt.global) & modifiable::kInputs) == 0)
    return fail(invalid("BIP-370: the inputs are not modifiable"));
  const auto& inputs = psbt.transaction.inputs;
  if (std::ranges::find(inputs, input.previous, &TxInput::previous) != inputs.end())
    return fail(invalid("BIP-370: the output is spent already"));
  PsbtMap map;
  if (input.sequence != kFinalSequence) map.set(psbt_in::kSequence, {}, u32_bytes(input.sequence));
  if (input.required_time) map.set(psbt_in::kRequiredTimeLockTime, {}, u32_bytes(*input.required_time));
  if (input.required_height) map.set(psbt_in::kRequiredHeightLockTime, {}, u32_bytes(*input.required_height));
  COFFER_CHECK(check_input_map(map, psbt.version));
  const std::uint32_t lock_time = psbt.transaction.lock_time;
  psbt.inputs.push_back(std::move(map));
  psbt.transaction.inputs.push_back(
      {.previous = input.previous, .script_sig = {}, .sequence = input.sequence, .witness = {}});
  auto settled = settle_sequences_and_lock_time(psbt);
  if (settled && (psbt.transaction.lock_time == lock_time || !has_signatures(psbt))) return {};
  psbt.inputs.pop_back();
  psbt.transaction.inputs.pop_back();
  psbt.transaction.lock_time = lock_time;
  if (!settled) return settled;
  return fail(invalid("BIP-370: the lock time is signed already"));
}

Result<void> add_output(Psbt& psbt, TxOutput output) {
  if (psbt.version != 2 || (modifiable_flags(psbt.global) & modifiable::kOutputs) == 0)
    return fail(invalid("BIP-370: the outputs are not modifiable"));
  if (output.amount_sats > kMaxMoney) return fail(invalid("output: more than 21 million bitcoin"));
  std::uint64_t sum = output.amount_sats;
  for (const TxOutput& other : psbt.transaction.outputs) sum += other.amount_sats;
  if (sum > kMaxMoney) return fail(invalid("transaction: more than 21 million bitcoin"));
  psbt.transaction.outputs.push_back(std::move(output));
  psbt.outputs.emplace_back();
  return {};
}

Psbt to_version2(Psbt psbt) {
  if (psbt.version == 2) return psbt;
  psbt.version = 2;
  psbt.global.erase(psbt_global::kVersion);
  if (psbt.transaction.lock_time != 0)
    psbt.global.set(psbt_global::kFallbackLockTime, {}, u32_bytes(psbt.transaction.lock_time));
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i)
    if (psbt.transaction.inputs[i].sequence != kFinalSequence)
      psbt.inputs[i].set(psbt_in::kSequence, {}, u32_bytes(psbt.transaction.inputs[i].sequence));
  return psbt;
}

Psbt to_version0(Psbt psbt) {
  psbt.version = 0;
  psbt.global.erase(psbt_global::kFallbackLockTime);
  psbt.global.erase(psbt_global::kModifiable);
  for (PsbtMap& input : psbt.inputs)
    for (const std::uint8_t type :
         {psbt_in::kSequence, psbt_in::kRequiredTimeLockTime, psbt_in::kRequiredHeightLockTime})
      input.erase(type);
  return psbt;
}

Result<void> set_spent_transaction(Psbt& psbt, std::size_t input, const Transaction& transaction) {
  Psbt trial = psbt;
  trial.inputs.at(input).set(psbt_in::kNonWitnessUtxo, {}, encode(transaction));
  COFFER_TRY(const TxOutput output, spent_output(trial, input));
  psbt = std::move(trial);
  if (witness_output(output.script)) set_witness_utxo(psbt, input, output);
  return {};
}

void set_witness_utxo(Psbt& psbt, std::size_t input, const TxOutput& output) {
  psbt.inputs.at(input).set(psbt_in::kWitnessUtxo, {}, encode_output(output));
}

Result<void> update_input(Psbt& psbt, std::size_t input, const DescriptorOutput& output) {
  COFFER_TRY(const TxOutput spent, spent_output(psbt, input));
  if (spent.script != output.script) return fail(invalid("PSBT: the input spends another script"));
  PsbtMap& map = psbt.inputs[input];
  set_if(map, psbt_in::kRedeemScript, output.redeem_script);
  set_if(map, psbt_in::kWitnessScript, output.witness_script);
  set_if(map, psbt_in::kTapInternalKey, output.internal_key);
  set_if(map, psbt_in::kTapMerkleRoot, output.merkle_root);
  for (const DescriptorLeaf& leaf : output.leaves) {
    Bytes value = leaf.script;
    value.push_back(kTapscriptVersion);
    map.set(psbt_in::kTapLeafScript, leaf.control_block, value);
  }
  for (const KeyOrigin& origin : output.origins) {
    const bool x_only = origin.public_key.size() == 32;
    map.set(x_only ? psbt_in::kTapDerivation : psbt_in::kDerivation, origin.public_key,
            x_only ? tap_origin_value(origin) : origin_value(origin));
  }
  return {};
}

Result<void> update_output(Psbt& psbt, std::size_t output, const DescriptorOutput& expected) {
  if (psbt.transaction.outputs.at(output).script != expected.script)
    return fail(invalid("PSBT: the output is another script"));
  PsbtMap& map = psbt.outputs[output];
  set_if(map, psbt_out::kRedeemScript, expected.redeem_script);
  set_if(map, psbt_out::kWitnessScript, expected.witness_script);
  set_if(map, psbt_out::kTapInternalKey, expected.internal_key);
  if (!expected.leaves.empty()) map.set(psbt_out::kTapTree, {}, tree_value(expected));
  for (const KeyOrigin& origin : expected.origins) {
    const bool x_only = origin.public_key.size() == 32;
    map.set(x_only ? psbt_out::kTapDerivation : psbt_out::kDerivation, origin.public_key,
            x_only ? tap_origin_value(origin) : origin_value(origin));
  }
  return {};
}

}  // namespace coffer::bitcoin
