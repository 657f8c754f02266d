#include <algorithm>
#include <utility>

#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/spend.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/tapscript.h"
#include "domain/crypto/ripemd160.h"

namespace coffer::bitcoin {
namespace {

/// What proves that an input may be spent, before it is written as script_sig or witness.
using Stack = std::vector<Bytes>;

/// The signature and the key whose hash the script names.
Result<Stack> satisfy_key_hash(const PsbtMap& map, const Spend& spend) {
  for (const auto& [public_key, signature] : map.all(psbt_in::kPartialSignature)) {
    if (pay_to_public_key_hash(crypto::hash160(public_key)) != spend.script) continue;
    return Stack{to_bytes(signature), to_bytes(public_key)};
  }
  return fail(invalid("PSBT: the key's signature is missing"));
}

/// An empty item for CHECKMULTISIG's old fault, then as many signatures as are needed, in the keys' order.
Result<Stack> satisfy_multisig(const PsbtMap& map, const MultisigScript& script) {
  Stack out = {Bytes()};
  for (const BytesView key : script.keys) {
    const auto signature = map.value(psbt_in::kPartialSignature, key);
    if (signature && out.size() <= script.threshold) out.push_back(to_bytes(*signature));
  }
  if (out.size() != script.threshold + 1) return fail(invalid("PSBT: too few signatures for the multisig script"));
  return out;
}

Result<Stack> satisfy_ecdsa(const PsbtMap& map, const Spend& spend) {
  const ScriptType type = classify(spend.script);
  if (type == ScriptType::kPayToPublicKeyHash) return satisfy_key_hash(map, spend);
  if (type == ScriptType::kMultisig) return satisfy_multisig(map, *multisig_script(spend.script));
  if (type != ScriptType::kPayToPublicKey) return fail(invalid("PSBT: a script that cannot be finalised here"));
  const auto key = BytesView(spend.script).subspan(1, spend.script.size() - 2);
  const auto signature = map.value(psbt_in::kPartialSignature, key);
  if (!signature) return fail(invalid("PSBT: the key's signature is missing"));
  return Stack{to_bytes(*signature)};
}

/// One leaf that is given, with what a spend through it would show.
struct Leaf {
  BytesView control_block;
  BytesView script;
};

/// Leaves with the shortest proof first, then by the proof's bytes.
std::vector<Leaf> leaves_of(const PsbtMap& map) {
  std::vector<Leaf> out;
  for (const auto& [control_block, value] : map.all(psbt_in::kTapLeafScript))
    if (value.back() == kTapscriptVersion)
      out.push_back({.control_block = control_block, .script = value.first(value.size() - 1)});
  std::ranges::sort(out, [](const Leaf& a, const Leaf& b) {
    if (a.control_block.size() != b.control_block.size()) return a.control_block.size() < b.control_block.size();
    return std::ranges::lexicographical_compare(a.control_block, b.control_block);
  });
  return out;
}

/// The witness of one leaf: signatures in the reverse order of their keys, empty where a key abstains.
std::optional<Stack> satisfy_leaf(const PsbtMap& map, const Leaf& leaf) {
  const auto script = parse_key_script(leaf.script);
  if (!script) return std::nullopt;
  const auto hash = tap_leaf_hash(leaf.script);
  Stack out;
  std::size_t left = script->threshold;
  for (const BytesView key : script->keys) {
    Bytes key_data = to_bytes(key);
    append(key_data, hash);
    const auto signature = left > 0 ? map.value(psbt_in::kTapScriptSignature, key_data) : std::nullopt;
    out.push_back(signature ? to_bytes(*signature) : Bytes());
    if (signature) --left;
  }
  if (left > 0) return std::nullopt;
  std::ranges::reverse(out);
  out.push_back(to_bytes(leaf.script));
  out.push_back(to_bytes(leaf.control_block));
  return out;
}

Result<Stack> satisfy_taproot(const PsbtMap& map) {
  if (const auto signature = map.value(psbt_in::kTapKeySignature)) return Stack{to_bytes(*signature)};
  for (const Leaf& leaf : leaves_of(map))
    if (auto stack = satisfy_leaf(map, leaf)) return *std::move(stack);
  return fail(invalid("PSBT: neither the key nor a script of the taproot output is satisfied"));
}

Bytes script_of(const Stack& stack) {
  ScriptBuilder builder;
  for (const Bytes& item : stack) builder.push(item);
  return builder.take();
}

/// Only what BIP-174 lets a final input keep: UTXOs, the final fields, and what nobody here knows.
void drop_signing_fields(PsbtMap& map) {
  for (const std::uint8_t type :
       {psbt_in::kPartialSignature, psbt_in::kSighashType, psbt_in::kRedeemScript, psbt_in::kWitnessScript,
        psbt_in::kDerivation, psbt_in::kTapKeySignature, psbt_in::kTapScriptSignature, psbt_in::kTapLeafScript,
        psbt_in::kTapDerivation, psbt_in::kTapInternalKey, psbt_in::kTapMerkleRoot})
    map.erase(type);
}

}  // namespace

Result<void> finalize_input(Psbt& psbt, std::size_t input) {
  PsbtMap& map = psbt.inputs.at(input);
  if (map.value(psbt_in::kFinalScriptSig) || map.value(psbt_in::kFinalWitness)) return {};
  COFFER_TRY(const Spend spend, spend_of(psbt, input));
  TxInput final_input = psbt.transaction.inputs[input];
  COFFER_TRY(Stack stack, spend.kind == SpendKind::kTaproot ? satisfy_taproot(map) : satisfy_ecdsa(map, spend));
  if (spend.witness_script || (spend.kind == SpendKind::kLegacy && !spend.redeem_script.empty()))
    stack.push_back(spend.script);
  if (spend.kind == SpendKind::kLegacy) {
    final_input.script_sig = script_of(stack);
  } else {
    final_input.witness = std::move(stack);
    if (!spend.redeem_script.empty()) final_input.script_sig = script_of({spend.redeem_script});
  }
  drop_signing_fields(map);
  if (!final_input.script_sig.empty()) map.set(psbt_in::kFinalScriptSig, {}, final_input.script_sig);
  if (!final_input.witness.empty()) map.set(psbt_in::kFinalWitness, {}, encode_witness(final_input.witness));
  return {};
}

Result<void> finalize(Psbt& psbt) {
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    auto done = finalize_input(psbt, i);
    if (!done) return fail(std::move(done).error().under("inputs[" + std::to_string(i) + "]"));
  }
  return {};
}

}  // namespace coffer::bitcoin
