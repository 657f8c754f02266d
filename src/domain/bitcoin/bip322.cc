#include "domain/bitcoin/bip322.h"

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/serialize.h"
#include "domain/bitcoin/verify.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kLegacySize = 65;

/// BIP-137: the key that is recovered from the signature must hash to the address.
Result<void> verify_legacy(BytesView script, BytesView message, BytesView signature) {
  const unsigned header = signature[0];
  if (header < 27 || header > 34) return fail(invalid("BIP-137: a header of 27 to 34 is that of a P2PKH signature"));
  Bytes signed_text;
  append_var_bytes(signed_text, as_bytes("Bitcoin Signed Message:\n"));
  append_var_bytes(signed_text, message);
  COFFER_TRY(const auto compact, crypto::EcdsaSignature::from_compact(signature.subspan(1)));
  const auto key =
      crypto::secp256k1::recover(crypto::double_sha256(signed_text),
                                 {.signature = compact, .recovery_id = static_cast<std::uint8_t>((header - 27) % 4)});
  if (!key) return fail(invalid("BIP-137: no key gives this signature"));
  const Bytes public_key =
      header >= 31 ? to_bytes(BytesView(key->compressed())) : to_bytes(BytesView(key->uncompressed()));
  if (pay_to_public_key_hash(crypto::hash160(public_key)) != to_bytes(script))
    return fail(invalid("BIP-137: the signature is another address's"));
  return {};
}

/// The signed transaction of either form: a whole one, or the expected one with a witness put in.
Result<Transaction> signed_transaction(const Transaction& expected, BytesView signature) {
  if (auto witness = parse_witness(signature); witness && !witness->empty()) {
    Transaction out = expected;
    out.inputs[0].witness = *std::move(witness);
    return out;
  }
  COFFER_TRY(Transaction full, decode_transaction(signature));
  const bool time_locked = full.lock_time != 0 || full.inputs[0].sequence != 0;
  if (full.inputs.size() != 1 || full.inputs[0].previous != expected.inputs[0].previous ||
      full.outputs != expected.outputs || (full.version != 0 && full.version != 2))
    return fail(invalid("BIP-322: not the transaction that the message asks for"));
  if (time_locked) return fail(invalid("BIP-322: a signature with a time lock"));
  return full;
}

}  // namespace

crypto::Hash256 bip322_message_hash(BytesView message) {
  return crypto::tagged_hash("BIP0322-signed-message", {message});
}

Transaction bip322_to_spend(BytesView message, BytesView script) {
  Transaction out;
  out.version = 0;
  TxInput input;
  input.previous.index = 0xffffffff;
  input.sequence = 0;
  input.script_sig = ScriptBuilder().op(Opcode::k0).push(bip322_message_hash(message)).take();
  out.inputs.push_back(std::move(input));
  out.outputs.push_back({.amount_sats = 0, .script = to_bytes(script)});
  return out;
}

Transaction bip322_to_sign(const Transaction& to_spend) {
  Transaction out;
  out.version = 0;
  TxInput input;
  input.previous = {.txid = txid(to_spend), .index = 0};
  input.sequence = 0;
  out.inputs.push_back(std::move(input));
  out.outputs.push_back({.amount_sats = 0, .script = ScriptBuilder().op(Opcode::kReturn).take()});
  return out;
}

Result<void> verify_message(std::string_view address, BytesView message, BytesView signature, Network network) {
  COFFER_TRY(const Bytes script, script_of_address(address, network));
  const bool legacy = classify(script) == ScriptType::kPayToPublicKeyHash && signature.size() == kLegacySize;
  if (legacy) return verify_legacy(script, message, signature);
  const Transaction to_spend = bip322_to_spend(message, script);
  COFFER_TRY(const Transaction to_sign, signed_transaction(bip322_to_sign(to_spend), signature));
  return verify_input(to_sign, 0, to_spend.outputs);
}

}  // namespace coffer::bitcoin
