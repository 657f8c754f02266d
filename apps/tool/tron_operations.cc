#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/signature.h"
#include "domain/tron/address.h"
#include "domain/tron/build.h"
#include "domain/tron/contracts.h"
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

/// AccountCreateContract has a `type` of its own beside that of the transaction.
std::string name_of(std::string_view field) { return field == "type" ? "account_type" : std::string(field); }

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
    out[name_of(field.name)] = field_json(field);
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

/// A field as `tron.tx.decode` prints it.
Result<tron::ContractField> field_of(const tron::FieldRule& rule, std::string_view name, const Input& fields) {
  tron::ContractField out{.name = std::string(rule.name), .value = {}, .kind = rule.kind};
  if (rule.kind == Kind::kFlag) {
    COFFER_TRY(out.value, fields.boolean(name));
  } else if (rule.kind == Kind::kAmount || rule.kind == Kind::kNumber) {
    COFFER_TRY(const std::uint64_t number, fields.number(name));
    if (number > 0x7fffffffffffffffU) return fail(invalid_field(std::string(name), "must be below 2^63"));
    out.value = static_cast<std::int64_t>(number);
  } else if (rule.kind == Kind::kBytes) {
    COFFER_TRY(const Bytes bytes, fields.bytes(name));
    out.value = hex(bytes);
  } else {
    COFFER_TRY(out.value, fields.text(name));
  }
  return out;
}

Result<std::int64_t> moment_of(const Input& input, const char* name) {
  COFFER_TRY(const std::uint64_t value, input.number(name));
  if (value > 0x7fffffffffffffffU) return fail(invalid_field(name, "must be below 2^63"));
  return static_cast<std::int64_t>(value);
}

Result<tron::Contract> contract_of(const std::string& type, const json& given) {
  const tron::ContractRule* rule = tron::find_contract(std::string_view(type));
  if (rule == nullptr) return fail(invalid_field("type", "Tron: a contract type that is not supported"));
  if (!given.is_object()) return fail(invalid_field("contract", "must be an object"));
  const Input fields(given);
  tron::Contract out{.type = type, .fields = {}};
  for (const tron::FieldRule& field : rule->fields) {
    const std::string name = name_of(field.name);
    if (!fields.has(name)) continue;
    COFFER_TRY(tron::ContractField value, field_of(field, name, fields));
    out.fields.push_back(std::move(value));
  }
  if (out.fields.size() != given.size()) return fail(invalid_field("contract", type + ": an unknown field"));
  return out;
}

Result<json> run_tx_encode(const Toolbox& /*toolbox*/, const Input& input) {
  tron::RawTransaction out;
  COFFER_TRY(const std::string type, input.text("type"));
  auto contract = contract_of(type, input.json("contract"));
  if (!contract) return fail(std::move(contract).error());
  out.contract = *std::move(contract);
  COFFER_TRY(out.ref_block_bytes, input.bytes("ref_block_bytes"));
  COFFER_TRY(out.ref_block_hash, input.bytes("ref_block_hash"));
  COFFER_TRY(out.expiration_ms, moment_of(input, "expiration"));
  COFFER_TRY(out.timestamp_ms, moment_of(input, "timestamp"));
  if (input.has("fee_limit")) {
    COFFER_TRY(out.fee_limit_sun, moment_of(input, "fee_limit"));
  }
  if (input.has("memo")) {
    COFFER_TRY(out.memo, input.bytes("memo"));
  }
  if (input.has("permission_id")) {
    COFFER_TRY(out.permission_id, moment_of(input, "permission_id"));
  }
  COFFER_TRY(const Bytes raw, tron::encode_raw_transaction(out));
  return json{{"raw", hex0x(raw)}, {"txid", hex(tron::transaction_id(raw).bytes)}};
}

Result<json> run_message_hash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string message, input.text("message"));
  return json{{"hash", hex0x(tron::message_hash(as_bytes(message)).bytes)}};
}

Result<json> run_message_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const std::string message, input.text("message"));
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const auto public_key, toolbox.curve.public_key(key));
  COFFER_TRY(const auto signature,
             evm::sign_hash(toolbox.curve, key, public_key, tron::message_hash(as_bytes(message))));
  return json{{"signature", hex0x(signature.rsv())}};
}

}  // namespace

std::vector<Operation> tron_operations() {
  const Field key{.name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true};
  return {
      {"tron.address",
       "The address of a public key",
       {{"public_key", Form::kBytes, "33, 64 or 65 bytes"}},
       run_address},
      {"tron.tx.decode", "The fields of raw_data bytes", {{"raw"}}, run_tx_decode},
      {"tron.tx.sign", "Signs raw_data bytes that can be decoded", {{"raw"}, key}, run_tx_sign},
      {"tron.tx.encode",
       "The raw_data bytes of a contract",
       {{"type", Form::kText, "as TransferContract"},
        {"contract", Form::kJson, "its fields, as tron.tx.decode names them"},
        {"ref_block_bytes"},
        {"ref_block_hash"},
        {"expiration", Form::kNumber, "milliseconds"},
        {"timestamp", Form::kNumber, "milliseconds"},
        {"fee_limit", Form::kDecimal, "sun", false},
        {"memo", Form::kBytes, "", false},
        {"permission_id", Form::kNumber, "", false}},
       run_tx_encode},
      {"tron.message.hash", "The digest of a signed message (TIP-191)", {{"message", Form::kText}}, run_message_hash},
      {"tron.message.sign", "Signs a message (TIP-191)", {{"message", Form::kText}, key}, run_message_sign},
  };
}

}  // namespace coffer::tool
