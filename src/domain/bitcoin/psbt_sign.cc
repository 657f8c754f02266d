#include <algorithm>
#include <array>

#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_construct.h"
#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/spend.h"
#include "domain/bitcoin/taproot.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/schnorr.h"

namespace coffer::bitcoin {
namespace {

namespace schnorr = crypto::schnorr;
using crypto::secp256k1::PublicKey;

/// A public key as a script may name it: itself or by its hash.
struct KeyForm {
  Bytes key;
  crypto::Hash160 hash;
};

KeyForm form_of(BytesView key) { return {to_bytes(key), crypto::hash160(key)}; }

/// The key with its public forms, and what the digests of all inputs share.
struct Signer {
  const crypto::secp256k1::Context& context;
  const Secret<32>& key;
  const ByteArray<32>& aux;
  PublicKey public_key;
  std::array<KeyForm, 2> forms;  // compressed, uncompressed
  schnorr::XOnlyPublicKey x_only;
  std::optional<std::vector<TxOutput>> spent;  // nothing when one is not given: taproot cannot be signed then
  SharedHashes shared;
};

bool names(BytesView script, const KeyForm& form) {
  const auto instructions = parse_script(script);
  return instructions && std::ranges::any_of(*instructions, [&](const Instruction& instruction) {
           return std::ranges::equal(instruction.data, form.key) || std::ranges::equal(instruction.data, form.hash);
         });
}

/// The form of the signer's key that this script names. Segwit allows compressed keys only.
std::optional<BytesView> named_key(const Spend& spend, const Signer& signer) {
  const std::size_t allowed = spend.kind == SpendKind::kLegacy ? 2 : 1;
  for (const KeyForm& form : std::span(signer.forms).first(allowed))
    if (names(spend.script, form)) return BytesView(form.key);
  return std::nullopt;
}

bool is_standard_type(std::uint32_t type) {
  const std::uint32_t base = type & ~kSighashAnyoneCanPay;
  return base >= kSighashAll && base <= kSighashSingle;
}

/// BIP-370, "Signer": what the new signature covers may not be changed any more.
void fix_signed(Psbt& psbt, std::uint32_t type) {
  if (psbt.version != 2) return;
  const std::uint8_t before = modifiable_flags(psbt.global);
  const std::uint32_t outputs = type & ~kSighashAnyoneCanPay;
  std::uint8_t flags = before;
  if ((type & kSighashAnyoneCanPay) == 0) flags &= static_cast<std::uint8_t>(~modifiable::kInputs);
  if (outputs != kSighashNone) flags &= static_cast<std::uint8_t>(~modifiable::kOutputs);
  if (outputs == kSighashSingle) flags |= modifiable::kHasSighashSingle;
  if (flags != before) psbt.global.set(psbt_global::kModifiable, {}, Bytes{flags});
}

Result<std::size_t> sign_ecdsa(Psbt& psbt, std::size_t input, const Spend& spend, const Signer& signer) {
  const auto public_key = named_key(spend, signer);
  if (!public_key) return 0U;
  const std::uint32_t type = sighash_type_of(psbt.inputs[input], kSighashAll);
  if (!is_standard_type(type)) return fail(invalid("PSBT: a sighash type that is not standard"));
  COFFER_TRY(const auto digest, ecdsa_digest(psbt, input, spend, type, signer.shared));
  COFFER_TRY(const auto signature, signer.context.sign_ecdsa_verified(signer.key, signer.public_key, digest));
  Bytes encoded = signature.der();
  encoded.push_back(static_cast<std::uint8_t>(type));
  psbt.inputs[input].set(psbt_in::kPartialSignature, *public_key, encoded);
  fix_signed(psbt, type);
  return 1U;
}

/// A Schnorr signature with its type behind it, unless that is the default.
Result<Bytes> schnorr_signature(Psbt& psbt, std::size_t input, const Signer& signer, const Secret<32>& key,
                                const std::optional<TapscriptContext>& tapscript) {
  if (!signer.spent) return fail(invalid("BIP-341: the spent outputs of all inputs are needed"));
  const std::uint32_t type = sighash_type_of(psbt.inputs[input], kSighashDefault);
  const TaprootSighash options{.type = type, .annex = {}, .tapscript = tapscript};
  COFFER_TRY(const auto digest, taproot_sighash(psbt.transaction, input, *signer.spent, options, signer.shared));
  COFFER_TRY(const auto signature, schnorr::sign(signer.context, key, digest, signer.aux));
  Bytes out = to_bytes(BytesView(signature));
  if (type != kSighashDefault) out.push_back(static_cast<std::uint8_t>(type));
  fix_signed(psbt, type);
  return out;
}

/// Key path: the signer holds the internal key, whose tweak must give the output key; or the output key itself.
Result<std::size_t> sign_key_path(Psbt& psbt, std::size_t input, const Spend& spend, const Signer& signer) {
  PsbtMap& map = psbt.inputs[input];
  const BytesView output_key = BytesView(spend.output.script).subspan(2);
  if (std::ranges::equal(signer.x_only.bytes(), output_key)) {
    COFFER_TRY(const Bytes signature, schnorr_signature(psbt, input, signer, signer.key, std::nullopt));
    map.set(psbt_in::kTapKeySignature, {}, signature);
    return 1U;
  }
  const BytesView root = map.value(psbt_in::kTapMerkleRoot).value_or(BytesView());
  const auto output = schnorr::taproot_output(signer.x_only, root);
  if (!output || !std::ranges::equal(output->key.bytes(), output_key)) return 0U;
  COFFER_TRY(const auto key, schnorr::taproot_private_key(signer.context, signer.key, root));
  COFFER_TRY(const Bytes signature, schnorr_signature(psbt, input, signer, key, std::nullopt));
  map.set(psbt_in::kTapKeySignature, {}, signature);
  return 1U;
}

/// Script path: every given leaf that names the key and that the output commits to.
Result<std::size_t> sign_script_path(Psbt& psbt, std::size_t input, const Spend& spend, const Signer& signer) {
  std::vector<crypto::Hash256> leaves;
  for (const auto& [control_block, value] : psbt.inputs[input].all(psbt_in::kTapLeafScript)) {
    const BytesView script = value.first(value.size() - 1);
    COFFER_TRY(const ControlBlock control, ControlBlock::parse(control_block));
    if (control.leaf_version != value.back() || !commits_to(BytesView(spend.output.script).subspan(2), script, control))
      return fail(invalid("BIP-371: a leaf script that the output does not commit to"));
    if (control.leaf_version == kTapscriptVersion && names(script, form_of(signer.x_only.bytes())))
      leaves.push_back(tap_leaf_hash(script));
  }
  for (const crypto::Hash256& leaf : leaves) {
    COFFER_TRY(const Bytes signature,
               schnorr_signature(psbt, input, signer, signer.key, TapscriptContext{.leaf_hash = leaf}));
    Bytes key_data = to_bytes(BytesView(signer.x_only.bytes()));
    append(key_data, leaf);
    psbt.inputs[input].set(psbt_in::kTapScriptSignature, key_data, signature);
  }
  return leaves.size();
}

bool is_final(const PsbtMap& map) {
  return map.value(psbt_in::kFinalScriptSig).has_value() || map.value(psbt_in::kFinalWitness).has_value();
}

Result<std::size_t> sign_input(Psbt& psbt, std::size_t input, const Signer& signer) {
  COFFER_TRY(const Spend spend, spend_of(psbt, input));
  if (spend.kind != SpendKind::kTaproot) return sign_ecdsa(psbt, input, spend, signer);
  COFFER_TRY(const std::size_t by_key, sign_key_path(psbt, input, spend, signer));
  COFFER_TRY(const std::size_t by_script, sign_script_path(psbt, input, spend, signer));
  return by_key + by_script;
}

}  // namespace

Result<std::size_t> sign(Psbt& psbt, const crypto::secp256k1::Context& context, const Secret<32>& key,
                         const ByteArray<32>& aux) {
  COFFER_TRY(const PublicKey public_key, context.public_key(key));
  auto spent = all_spent_outputs(psbt);
  const SharedHashes shared = spent ? SharedHashes(psbt.transaction, *spent) : SharedHashes(psbt.transaction);
  const Signer signer{.context = context,
                      .key = key,
                      .aux = aux,
                      .public_key = public_key,
                      .forms = {form_of(public_key.compressed()), form_of(public_key.uncompressed())},
                      .x_only = schnorr::XOnlyPublicKey::of(public_key),
                      .spent = spent ? std::optional(*std::move(spent)) : std::nullopt,
                      .shared = shared};
  std::size_t count = 0;
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    if (is_final(psbt.inputs[i])) continue;
    auto added = sign_input(psbt, i, signer);
    if (!added) return fail(std::move(added).error().under("inputs[" + std::to_string(i) + "]"));
    count += *added;
  }
  return count;
}

}  // namespace coffer::bitcoin
