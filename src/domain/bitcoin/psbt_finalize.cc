#include <algorithm>
#include <utility>

#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/spend.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/timelock.h"
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

/// What the input's fields and the transaction's locks offer to miniscript. In a leaf, signatures are filed under its
/// hash.
class FieldSatisfier final : public miniscript::Satisfier {
 public:
  FieldSatisfier(const Psbt& psbt, std::size_t input, std::optional<crypto::Hash256> leaf)
      : psbt_(psbt), input_(input), map_(psbt.inputs[input]), leaf_(leaf) {}

  std::optional<Bytes> signature(BytesView key) const override {
    if (!leaf_) return copied(map_.value(psbt_in::kPartialSignature, key));
    Bytes key_data = to_bytes(key);
    append(key_data, *leaf_);
    return copied(map_.value(psbt_in::kTapScriptSignature, key_data));
  }

  std::optional<Bytes> key_of_hash(BytesView hash) const override {
    for (const std::uint8_t type :
         {psbt_in::kPartialSignature, psbt_in::kDerivation, psbt_in::kTapScriptSignature, psbt_in::kTapDerivation})
      for (const auto& [key_data, value] : map_.all(type)) {
        const BytesView key = type == psbt_in::kTapScriptSignature ? key_data.first(32) : key_data;
        if (std::ranges::equal(crypto::hash160(key), hash)) return to_bytes(key);
      }
    return std::nullopt;
  }

  std::optional<Bytes> preimage(miniscript::Fragment hash_function, BytesView hash) const override {
    const auto found = map_.value(field_of(hash_function), hash);
    if (!found || found->size() != 32) return std::nullopt;
    return to_bytes(*found);
  }

  bool meets(miniscript::Fragment lock, std::uint32_t number) const override {
    return lock == miniscript::Fragment::kAfter ? meets_absolute_lock(psbt_.transaction, input_, number)
                                                : meets_relative_lock(psbt_.transaction, input_, number);
  }

 private:
  static std::optional<Bytes> copied(std::optional<BytesView> value) {
    return value ? std::optional(to_bytes(*value)) : std::nullopt;
  }
  static std::uint8_t field_of(miniscript::Fragment hash_function) {
    switch (hash_function) {
      case miniscript::Fragment::kSha256:
        return psbt_in::kSha256Preimage;
      case miniscript::Fragment::kHash256:
        return psbt_in::kHash256Preimage;
      case miniscript::Fragment::kRipemd160:
        return psbt_in::kRipemd160Preimage;
      default:
        return psbt_in::kHash160Preimage;
    }
  }

  const Psbt& psbt_;
  std::size_t input_;
  const PsbtMap& map_;
  std::optional<crypto::Hash256> leaf_;
};

Result<Stack> satisfy_ecdsa(const Psbt& psbt, std::size_t input, const Spend& spend) {
  const PsbtMap& map = psbt.inputs[input];
  const ScriptType type = classify(spend.script);
  if (type == ScriptType::kPayToPublicKeyHash) return satisfy_key_hash(map, spend);
  if (type == ScriptType::kMultisig) return satisfy_multisig(map, *multisig_script(spend.script));
  if (type == ScriptType::kPayToPublicKey) {
    const auto key = BytesView(spend.script).subspan(1, spend.script.size() - 2);
    const auto signature = map.value(psbt_in::kPartialSignature, key);
    if (!signature) return fail(invalid("PSBT: the key's signature is missing"));
    return Stack{to_bytes(*signature)};
  }
  if (!spend.witness_script) return fail(invalid("PSBT: a script that cannot be finalised here"));
  COFFER_TRY(const auto expression, miniscript::decompile(spend.script, miniscript::Dialect::kWitnessV0));
  return miniscript::satisfy(expression, FieldSatisfier(psbt, input, std::nullopt));
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

std::optional<Stack> satisfy_leaf(const Psbt& psbt, std::size_t input, const Leaf& leaf) {
  const auto expression = miniscript::decompile(leaf.script, miniscript::Dialect::kTapscript);
  if (!expression) return std::nullopt;
  auto stack = miniscript::satisfy(*expression, FieldSatisfier(psbt, input, tap_leaf_hash(leaf.script)));
  if (!stack) return std::nullopt;
  stack->push_back(to_bytes(leaf.script));
  stack->push_back(to_bytes(leaf.control_block));
  return *std::move(stack);
}

Result<Stack> satisfy_taproot(const Psbt& psbt, std::size_t input) {
  const PsbtMap& map = psbt.inputs[input];
  if (const auto signature = map.value(psbt_in::kTapKeySignature)) return Stack{to_bytes(*signature)};
  for (const Leaf& leaf : leaves_of(map))
    if (auto stack = satisfy_leaf(psbt, input, leaf)) return *std::move(stack);
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
        psbt_in::kTapDerivation, psbt_in::kTapInternalKey, psbt_in::kTapMerkleRoot, psbt_in::kRipemd160Preimage,
        psbt_in::kSha256Preimage, psbt_in::kHash160Preimage, psbt_in::kHash256Preimage})
    map.erase(type);
}

}  // namespace

Result<void> finalize_input(Psbt& psbt, std::size_t input) {
  PsbtMap& map = psbt.inputs.at(input);
  if (map.value(psbt_in::kFinalScriptSig) || map.value(psbt_in::kFinalWitness)) return {};
  COFFER_TRY(const Spend spend, spend_of(psbt, input));
  TxInput final_input = psbt.transaction.inputs[input];
  COFFER_TRY(Stack stack,
             spend.kind == SpendKind::kTaproot ? satisfy_taproot(psbt, input) : satisfy_ecdsa(psbt, input, spend));
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
