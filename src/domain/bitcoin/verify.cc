#include "domain/bitcoin/verify.h"

#include <algorithm>
#include <optional>

#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/tapscript.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

namespace schnorr = crypto::schnorr;
using Stack = std::vector<Bytes>;

constexpr std::uint8_t kAnnexTag = 0x50;

struct Check {
  const Transaction& transaction;
  std::size_t input;
  const std::vector<TxOutput>& spent;
  bool segwit = false;
  Bytes script_code;

  [[nodiscard]] bool ecdsa(BytesView public_key, BytesView signature) const {
    if (signature.empty()) return false;
    const auto digest =
        segwit ? segwit_v0_sighash(transaction, input, script_code, spent[input].amount_sats, signature.back())
               : legacy_sighash(transaction, input, script_code, signature.back());
    return digest && verify_ecdsa(public_key, signature, *digest);
  }
};

Error unsupported(const char* why) { return invalid(why).with("unsupported", "script"); }

Result<void> demand(bool holds, const char* rule) {
  if (!holds) return fail(invalid(rule));
  return {};
}

/// The items that a script_sig pushes; nothing when it does anything else.
std::optional<Stack> pushed_items(BytesView script_sig) {
  const auto steps = parse_script(script_sig);
  if (!steps) return std::nullopt;
  Stack out;
  for (const Instruction& step : *steps) {
    const auto first = static_cast<std::uint8_t>(Opcode::k1);
    if (step.opcode > static_cast<std::uint8_t>(Opcode::k16)) return std::nullopt;
    if (step.opcode >= first) {
      out.push_back({static_cast<std::uint8_t>(step.opcode - first + 1)});
    } else {
      out.push_back(to_bytes(step.data));
    }
  }
  return out;
}

/// CHECKMULTISIG: an empty item, then exactly the threshold of signatures in the order of the keys.
bool satisfies_multisig(const Check& check, const MultisigScript& script, const Stack& stack) {
  if (stack.size() != script.threshold + 1 || !stack[0].empty()) return false;
  std::size_t next = 1;
  for (const BytesView key : script.keys)
    if (next < stack.size() && check.ecdsa(key, stack[next])) ++next;
  return next == stack.size();
}

/// The signature scripts before taproot, in whichever wrapping.
Result<void> verify_script(Check check, const Stack& stack) {
  const BytesView script = check.script_code;
  switch (classify(script)) {
    case ScriptType::kPayToPublicKey:
      return demand(stack.size() == 1 && check.ecdsa(script.subspan(1, script.size() - 2), stack[0]),
                    "P2PK: the signature does not verify");
    case ScriptType::kPayToPublicKeyHash:
      return demand(stack.size() == 2 && pay_to_public_key_hash(crypto::hash160(stack[1])) == check.script_code &&
                        check.ecdsa(stack[1], stack[0]),
                    "P2PKH: the signature or the key does not fit");
    case ScriptType::kMultisig:
      return demand(satisfies_multisig(check, *multisig_script(script), stack),
                    "multisig: the signatures do not verify");
    default:
      return fail(unsupported("script: not satisfied by signatures alone"));
  }
}

Result<void> verify_witness_v0(Check check, BytesView program, Stack stack) {
  check.segwit = true;
  if (program.size() == 20) {
    if (stack.size() != 2 || stack[1].size() != 33) return fail(invalid("P2WPKH: a signature and a compressed key"));
    crypto::Hash160 hash;
    std::ranges::copy(program, hash.begin());
    check.script_code = pay_to_public_key_hash(hash);
    return verify_script(std::move(check), stack);
  }
  if (stack.empty() || !std::ranges::equal(crypto::sha256(stack.back()), program))
    return fail(invalid("P2WSH: the witness script does not match its hash"));
  check.script_code = std::move(stack.back());
  stack.pop_back();
  return verify_script(std::move(check), stack);
}

/// A Schnorr signature of 64 bytes (default type) or 65 with another type.
bool verify_schnorr(const Check& check, BytesView key, BytesView signature, TaprootSighash options) {
  if (signature.size() != 64 && signature.size() != 65) return false;
  if (signature.size() == 65) {
    options.type = signature[64];
    if (options.type == kSighashDefault) return false;
  }
  const auto digest = taproot_sighash(check.transaction, check.input, check.spent, options);
  const auto x_only = schnorr::XOnlyPublicKey::parse(key);
  return digest && x_only && schnorr::verify(*x_only, *digest, signature.first(64));
}

Result<void> verify_tapscript(const Check& check, BytesView output_key, Stack stack, TaprootSighash options) {
  const Bytes control_block = std::move(stack.back());
  stack.pop_back();
  const Bytes script = std::move(stack.back());
  stack.pop_back();
  COFFER_TRY(const ControlBlock control, ControlBlock::parse(control_block));
  COFFER_CHECK(demand(commits_to(output_key, script, control), "BIP-341: the output does not commit to the script"));
  const auto keys = control.leaf_version == kTapscriptVersion ? parse_key_script(script) : std::nullopt;
  if (!keys) return fail(unsupported("tapscript: not satisfied by signatures alone"));
  options.tapscript = TapscriptContext{.leaf_hash = tap_leaf_hash(script)};
  std::size_t valid = 0;
  COFFER_CHECK(demand(stack.size() == keys->keys.size(), "tapscript: as many items as keys"));
  for (std::size_t i = 0; i < stack.size(); ++i) {
    const Bytes& signature = stack[stack.size() - 1 - i];
    if (signature.empty()) continue;
    COFFER_CHECK(
        demand(verify_schnorr(check, keys->keys[i], signature, options), "tapscript: a signature does not verify"));
    ++valid;
  }
  return demand(valid == keys->threshold, "tapscript: not as many signatures as the script asks for");
}

Result<void> verify_taproot(const Check& check, BytesView output_key, Stack stack) {
  TaprootSighash options;
  if (stack.size() >= 2 && !stack.back().empty() && stack.back()[0] == kAnnexTag) {
    options.annex = std::move(stack.back());
    stack.pop_back();
  }
  if (stack.empty()) return fail(invalid("BIP-341: an empty witness"));
  if (stack.size() > 1) return verify_tapscript(check, output_key, std::move(stack), std::move(options));
  return demand(verify_schnorr(check, output_key, stack[0], std::move(options)),
                "BIP-341: the key path signature does not verify");
}

Result<void> verify_witness(Check check, const WitnessOutput& output, bool wrapped, Stack witness) {
  if (output.version == 0) return verify_witness_v0(std::move(check), output.program, std::move(witness));
  if (output.version == 1 && output.program.size() == 32 && !wrapped)
    return verify_taproot(check, output.program, std::move(witness));
  return fail(unsupported("BIP-141: a witness version without rules"));
}

}  // namespace

bool verify_ecdsa(BytesView public_key, BytesView signature_and_type, const crypto::Hash256& digest) {
  if (signature_and_type.empty()) return false;
  const auto signature = crypto::EcdsaSignature::from_der(signature_and_type.first(signature_and_type.size() - 1));
  const auto key = crypto::secp256k1::PublicKey::parse(public_key);
  return signature && key && crypto::secp256k1::verify(*key, digest, *signature);
}

bool is_unsupported(const Error& error) { return error.details.contains("unsupported"); }

Result<void> verify_input(const Transaction& transaction, std::size_t input, const std::vector<TxOutput>& spent) {
  if (input >= transaction.inputs.size() || spent.size() != transaction.inputs.size())
    return fail(invalid("verification: the spent outputs of all inputs are needed"));
  const TxInput& given = transaction.inputs[input];
  Check check{.transaction = transaction, .input = input, .spent = spent, .segwit = false, .script_code = {}};
  check.script_code = spent[input].script;
  if (const auto witness = witness_output(spent[input].script)) {
    COFFER_CHECK(demand(given.script_sig.empty(), "BIP-141: a witness output takes no script_sig"));
    return verify_witness(check, *witness, false, given.witness);
  }
  auto stack = pushed_items(given.script_sig);
  if (!stack) return fail(invalid("script_sig: more than pushes"));
  if (classify(spent[input].script) != ScriptType::kPayToScriptHash) return verify_script(std::move(check), *stack);
  if (stack->empty() || pay_to_script_hash(crypto::hash160(stack->back())) != spent[input].script)
    return fail(invalid("P2SH: the redeem script does not match its hash"));
  const Bytes redeem_script = std::move(stack->back());
  stack->pop_back();
  if (const auto witness = witness_output(redeem_script)) {
    COFFER_CHECK(demand(stack->empty(), "BIP-141: only the redeem script in the script_sig"));
    return verify_witness(check, *witness, true, given.witness);
  }
  check.script_code = redeem_script;
  return verify_script(std::move(check), *stack);
}

}  // namespace coffer::bitcoin
