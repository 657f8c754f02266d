#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/signature.h"
#include "domain/tron/address.h"
#include "domain/tron/transaction.h"

namespace coffer::tool {
namespace {

using nlohmann::json;
using Kind = tron::ContractField::Kind;

Result<json> run_address(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes public_key, input.bytes("public_key"));
  auto address = tron::Address::from_public_key(public_key);
  if (!address) return fail(std::move(address).error().under("public_key"));
  return json{{"address", address->text()}};
}

/// Amounts are text like every amount; bytes carry 0x like every input of the tool.
json field_json(const tron::ContractField& field) {
  if (field.kind == Kind::kFlag) return std::get<bool>(field.value);
  if (field.kind == Kind::kAmount) return std::to_string(std::get<std::int64_t>(field.value));
  if (field.kind == Kind::kNumber) return number_json(static_cast<std::uint64_t>(std::get<std::int64_t>(field.value)));
  const auto& text = std::get<std::string>(field.value);
  return field.kind == Kind::kBytes ? "0x" + text : text;
}

Result<json> run_tx_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_TRY(const auto transaction, tron::decode_raw_transaction(raw));
  json out = {{"txid", hex(tron::transaction_id(raw).bytes)},
              {"type", transaction.contract.type},
              {"ref_block_bytes", hex0x(transaction.ref_block_bytes)},
              {"ref_block_hash", hex0x(transaction.ref_block_hash)},
              {"expiration", transaction.expiration_ms},
              {"timestamp", transaction.timestamp_ms},
              {"fee_limit", std::to_string(transaction.fee_limit_sun)}};
  if (!transaction.memo.empty()) out["memo"] = hex0x(transaction.memo);
  if (transaction.permission_id != 0) out["permission_id"] = transaction.permission_id;
  for (const tron::ContractField& field : transaction.contract.fields) {
    // AccountCreateContract has a `type` of its own beside that of the transaction.
    const std::string name = field.name == "type" ? "account_type" : field.name;
    out[name] = field_json(field);
  }
  return out;
}

Result<json> run_tx_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_CHECK(tron::decode_raw_transaction(raw));
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const auto public_key, toolbox.curve.public_key(key));
  const evm::Hash txid = tron::transaction_id(raw);
  COFFER_TRY(const auto signature, evm::sign_hash(toolbox.curve, key, public_key, txid));
  return json{{"signature", hex0x(signature.rsv())}, {"txid", hex(txid.bytes)}};
}

}  // namespace

std::vector<Operation> tron_operations() {
  return {
      {"tron.address",
       "The address of a public key",
       {{"public_key", Form::kBytes, "33, 64 or 65 bytes"}},
       run_address},
      {"tron.tx.decode", "The fields of raw_data bytes", {{"raw"}}, run_tx_decode},
      {"tron.tx.sign",
       "Signs raw_data bytes that can be decoded",
       {{"raw"}, {.name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true}},
       run_tx_sign},
  };
}

}  // namespace coffer::tool
