#include "domain/bitcoin/verify.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/timelock.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

namespace schnorr = crypto::schnorr;
using Stack = std::vector<Bytes>;

constexpr std::uint8_t kAnnexTag = 0x50;

struct Spending {
  const Transaction& transaction;
  std::size_t input;
  const std::vector<TxOutput>& spent;
};

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

/// A Schnorr signature of 64 bytes (default type) or 65 with another type.
bool verify_schnorr(const Spending& spending, BytesView key, BytesView signature, TaprootSighash options) {
  if (signature.size() != 64 && signature.size() != 65) return false;
  if (signature.size() == 65) {
    options.type = signature[64];
    if (options.type == kSighashDefault) return false;
  }
  const auto digest = taproot_sighash(spending.transaction, spending.input, spending.spent, options);
  const auto x_only = schnorr::XOnlyPublicKey::parse(key);
  return digest && x_only && schnorr::verify(*x_only, *digest, signature.first(64));
}

/// Answers a script's questions from the transaction around it.
class Checker final : public ScriptChecker {
 public:
  Checker(const Spending& spending, ScriptRules rules, BytesView script_code, TaprootSighash options = {})
      : spending_(spending), rules_(rules), script_code_(script_code), options_(std::move(options)) {}

  bool signature(BytesView signature, BytesView key) const override {
    if (rules_ == ScriptRules::kTapscript) return verify_schnorr(spending_, key, signature, options_);
    const auto& [transaction, input, spent] = spending_;
    const std::uint32_t type = signature.back();
    const auto digest = rules_ == ScriptRules::kWitnessV0
                            ? segwit_v0_sighash(transaction, input, script_code_, spent[input].amount_sats, type)
                            : legacy_sighash(transaction, input, script_code_, type);
    return digest && verify_ecdsa(key, signature, *digest);
  }
  bool absolute_lock(std::uint32_t lock) const override {
    return meets_absolute_lock(spending_.transaction, spending_.input, lock);
  }
  bool relative_lock(std::uint32_t lock) const override {
    return meets_relative_lock(spending_.transaction, spending_.input, lock);
  }

 private:
  const Spending& spending_;
  ScriptRules rules_;
  BytesView script_code_;
  TaprootSighash options_;
};

Result<void> run(const Spending& spending, ScriptRules rules, BytesView script, Stack stack) {
  return run_script(script, std::move(stack), rules, Checker(spending, rules, script));
}

Result<void> verify_witness_v0(const Spending& spending, BytesView program, Stack stack) {
  if (program.size() == 20) {
    if (stack.size() != 2 || stack[1].size() != 33) return fail(invalid("P2WPKH: a signature and a compressed key"));
    crypto::Hash160 hash;
    std::ranges::copy(program, hash.begin());
    return run(spending, ScriptRules::kWitnessV0, pay_to_public_key_hash(hash), std::move(stack));
  }
  if (stack.empty() || !std::ranges::equal(crypto::sha256(BytesView(stack.back())), program))
    return fail(invalid("P2WSH: the witness script does not match its hash"));
  const Bytes script = std::move(stack.back());
  stack.pop_back();
  return run(spending, ScriptRules::kWitnessV0, script, std::move(stack));
}

Result<void> verify_tapscript(const Spending& spending, BytesView output_key, Stack stack, TaprootSighash options) {
  const Bytes control_block = std::move(stack.back());
  stack.pop_back();
  const Bytes script = std::move(stack.back());
  stack.pop_back();
  COFFER_TRY(const ControlBlock control, ControlBlock::parse(control_block));
  COFFER_CHECK(demand(commits_to(output_key, script, control), "BIP-341: the output does not commit to the script"));
  if (control.leaf_version != kTapscriptVersion)
    return fail(unsupported_script("BIP-341: a leaf version without rules"));
  options.tapscript = TapscriptContext{.leaf_hash = tap_leaf_hash(script)};
  return run_script(script, std::move(stack), ScriptRules::kTapscript,
                    Checker(spending, ScriptRules::kTapscript, script, std::move(options)));
}

Result<void> verify_taproot(const Spending& spending, BytesView output_key, Stack stack) {
  TaprootSighash options;
  if (stack.size() >= 2 && !stack.back().empty() && stack.back()[0] == kAnnexTag) {
    options.annex = std::move(stack.back());
    stack.pop_back();
  }
  if (stack.empty()) return fail(invalid("BIP-341: an empty witness"));
  if (stack.size() > 1) return verify_tapscript(spending, output_key, std::move(stack), std::move(options));
  return demand(verify_schnorr(spending, output_key, stack[0], std::move(options)),
                "BIP-341: the key path signature does not verify");
}

Result<void> verify_witness(const Spending& spending, const WitnessOutput& output, bool wrapped, Stack witness) {
  if (output.version == 0) return verify_witness_v0(spending, output.program, std::move(witness));
  if (output.version == 1 && output.program.size() == 32 && !wrapped)
    return verify_taproot(spending, output.program, std::move(witness));
  return fail(unsupported_script("BIP-141: a witness version without rules"));
}

}  // namespace

bool verify_ecdsa(BytesView public_key, BytesView signature_and_type, const crypto::Hash256& digest) {
  if (signature_and_type.empty()) return false;
  const auto signature = crypto::EcdsaSignature::from_der(signature_and_type.first(signature_and_type.size() - 1));
  const auto key = crypto::secp256k1::PublicKey::parse(public_key);
  return signature && key && crypto::secp256k1::verify(*key, digest, *signature);
}

Result<void> verify_input(const Transaction& transaction, std::size_t input, const std::vector<TxOutput>& spent) {
  if (input >= transaction.inputs.size() || spent.size() != transaction.inputs.size())
    return fail(invalid("verification: the spent outputs of all inputs are needed"));
  const TxInput& given = transaction.inputs[input];
  const Spending spending{.transaction = transaction, .input = input, .spent = spent};
  const Bytes& script = spent[input].script;
  if (const auto witness = witness_output(script)) {
    COFFER_CHECK(demand(given.script_sig.empty(), "BIP-141: a witness output takes no script_sig"));
    return verify_witness(spending, *witness, false, given.witness);
  }
  auto stack = pushed_items(given.script_sig);
  if (!stack) return fail(invalid("script_sig: more than pushes"));
  if (classify(script) != ScriptType::kPayToScriptHash) {
    COFFER_CHECK(demand(given.witness.empty(), "BIP-141: a witness for an output without"));
    return run(spending, ScriptRules::kLegacy, script, *std::move(stack));
  }
  if (stack->empty() || pay_to_script_hash(crypto::hash160(stack->back())) != script)
    return fail(invalid("P2SH: the redeem script does not match its hash"));
  const Bytes redeem_script = std::move(stack->back());
  stack->pop_back();
  if (const auto witness = witness_output(redeem_script)) {
    COFFER_CHECK(demand(stack->empty(), "BIP-141: only the redeem script in the script_sig"));
    return verify_witness(spending, *witness, true, given.witness);
  }
  COFFER_CHECK(demand(given.witness.empty(), "BIP-141: a witness for an output without"));
  return run(spending, ScriptRules::kLegacy, redeem_script, *std::move(stack));
}

}  // namespace coffer::bitcoin
