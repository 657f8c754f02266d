#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "apps/tool/transaction_json.h"
#include "domain/evm/transaction.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

/// v of a legacy transaction: EIP-155, or 27 and 28.
json legacy_v(const evm::SignedTransaction& transaction) {
  const auto& chain_id = transaction.transaction.chain_id;
  if (!chain_id) return 27U + transaction.signature.y_parity;
  const U256 v = *U256(*chain_id).times(2)->plus(35U + transaction.signature.y_parity);
  const auto small = v.to_u64();
  return small ? number_json(*small) : json(v.decimal());
}

Result<json> run_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_TRY(const auto decoded, evm::decode_transaction(raw));
  COFFER_TRY(const auto sender, evm::recover_sender(decoded));
  json out = transaction_to_json(decoded.transaction);
  out["hash"] = evm::transaction_hash(raw).text();
  out["from"] = sender.text();
  out["r"] = hex0x(decoded.signature.r.big_endian());
  out["s"] = hex0x(decoded.signature.s.big_endian());
  if (decoded.transaction.type == evm::TransactionType::kLegacy) {
    out["v"] = legacy_v(decoded);
  } else {
    out["y_parity"] = decoded.signature.y_parity;
  }
  return out;
}

Result<json> run_sign(const Toolbox& toolbox, const Input& input) {
  auto transaction = transaction_from_json(input.json("tx"));
  if (!transaction) return fail(std::move(transaction).error().under("tx"));
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const auto public_key, toolbox.curve.public_key(key));
  COFFER_TRY(const auto signature, evm::sign_hash(toolbox.curve, key, public_key, evm::signing_hash(*transaction)));
  COFFER_TRY(const auto signed_transaction, evm::attach_signature(*std::move(transaction), signature));
  const Bytes raw = evm::encode(signed_transaction);
  return json{{"raw", hex0x(raw)}, {"hash", evm::transaction_hash(raw).text()}};
}

}  // namespace

std::vector<Operation> evm_transaction_operations() {
  return {
      {"evm.tx.decode", "The fields and the sender of raw transaction bytes", {{"raw"}}, run_decode},
      {"evm.tx.sign",
       "Signs a transaction",
       {{"tx", Form::kJson, "the fields that evm.tx.decode prints"},
        {.name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true}},
       run_sign},
  };
}

}  // namespace coffer::tool
