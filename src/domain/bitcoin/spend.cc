#include "domain/bitcoin/spend.h"

#include <algorithm>

#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/serialize.h"
#include "domain/bitcoin/sighash.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

/// The P2PKH script that BIP-143 signs in the place of a P2WPKH output.
Bytes key_hash_script(BytesView witness_program) {
  crypto::Hash160 hash;
  std::ranges::copy(witness_program, hash.begin());
  return pay_to_public_key_hash(hash);
}

/// Steps from a segwit output, or a P2SH-wrapped one, to what it commits to.
Result<void> enter_witness(const PsbtMap& map, BytesView script, Spend& spend) {
  const auto witness = witness_output(script);
  const ScriptType type = classify(script);
  if (type == ScriptType::kPayToTaproot && spend.redeem_script.empty()) {
    spend.kind = SpendKind::kTaproot;
    spend.script = to_bytes(script);
    return {};
  }
  if (type == ScriptType::kPayToWitnessPublicKeyHash) {
    spend.kind = SpendKind::kSegwitV0;
    spend.script = key_hash_script(witness->program);
    return {};
  }
  if (type != ScriptType::kPayToWitnessScriptHash) return fail(invalid("PSBT: a witness version without rules"));
  const auto witness_script = map.value(psbt_in::kWitnessScript);
  if (!witness_script) return fail(invalid("PSBT: the witness script is missing"));
  if (!std::ranges::equal(crypto::sha256(*witness_script), witness->program))
    return fail(invalid("BIP-174: the witness script does not match its hash"));
  spend.kind = SpendKind::kSegwitV0;
  spend.script = to_bytes(*witness_script);
  spend.witness_script = true;
  return {};
}

Result<void> enter_redeem_script(const PsbtMap& map, Spend& spend) {
  const auto redeem_script = map.value(psbt_in::kRedeemScript);
  if (!redeem_script) return fail(invalid("PSBT: the redeem script is missing"));
  if (pay_to_script_hash(crypto::hash160(*redeem_script)) != spend.output.script)
    return fail(invalid("BIP-174: the redeem script does not match its hash"));
  spend.redeem_script = to_bytes(*redeem_script);
  if (witness_output(*redeem_script)) return enter_witness(map, *redeem_script, spend);
  spend.script = spend.redeem_script;
  return {};
}

}  // namespace

Result<Spend> spend_of(const Psbt& psbt, std::size_t input) {
  const PsbtMap& map = psbt.inputs.at(input);
  Spend out;
  COFFER_TRY(out.output, spent_output(psbt, input));
  out.script = out.output.script;
  if (witness_output(out.output.script)) {
    COFFER_CHECK(enter_witness(map, out.output.script, out));
  } else if (classify(out.output.script) == ScriptType::kPayToScriptHash) {
    COFFER_CHECK(enter_redeem_script(map, out));
  }
  if (out.kind == SpendKind::kLegacy && !map.value(psbt_in::kNonWitnessUtxo))
    return fail(invalid("BIP-174: a witness UTXO for an input without witness"));
  return out;
}

Result<std::vector<TxOutput>> all_spent_outputs(const Psbt& psbt) {
  std::vector<TxOutput> out;
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    COFFER_TRY(TxOutput output, spent_output(psbt, i));
    out.push_back(std::move(output));
  }
  return out;
}

Result<crypto::Hash256> ecdsa_digest(const Psbt& psbt, std::size_t input, const Spend& spend, std::uint32_t type,
                                     const SharedHashes& shared) {
  if (spend.kind == SpendKind::kSegwitV0)
    return segwit_v0_sighash(psbt.transaction, input, spend.script, spend.output.amount_sats, type, shared);
  return legacy_sighash(psbt.transaction, input, spend.script, type);
}

std::uint32_t sighash_type_of(const PsbtMap& input, std::uint32_t otherwise) {
  const auto value = input.value(psbt_in::kSighashType);
  return value ? WireReader(*value).u32().value_or(otherwise) : otherwise;
}

}  // namespace coffer::bitcoin
