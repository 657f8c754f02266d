#include "apps/tool/transaction_json.h"

#include <optional>
#include <string>
#include <utility>

#include "apps/tool/input.h"

namespace coffer::tool {
namespace {

using evm::AccessTuple;
using evm::Address;
using evm::Hash;
using evm::SignedAuthorization;
using evm::Transaction;
using evm::TransactionType;
using nlohmann::json;

json access_list_json(const std::vector<AccessTuple>& list) {
  json out = json::array();
  for (const AccessTuple& tuple : list) {
    json keys = json::array();
    for (const Hash& key : tuple.storage_keys) keys.push_back(key.text());
    out.push_back({{"address", tuple.address.text()}, {"storage_keys", std::move(keys)}});
  }
  return out;
}

json authorization_list_json(const std::vector<SignedAuthorization>& list) {
  json out = json::array();
  for (const auto& [authorization, signature] : list) {
    const auto chain_id = authorization.chain_id.to_u64();
    out.push_back({{"chain_id", chain_id ? number_json(*chain_id) : json(authorization.chain_id.decimal())},
                   {"address", authorization.address.text()},
                   {"nonce", number_json(authorization.nonce)},
                   {"y_parity", signature.y_parity},
                   {"r", hex0x(signature.r.big_endian())},
                   {"s", hex0x(signature.s.big_endian())}});
  }
  return out;
}

template <class Read>
auto read_list(const json& list, const char* name, Read read)
    -> Result<std::vector<typename decltype(read(list))::value_type>> {
  std::vector<typename decltype(read(list))::value_type> out;
  if (!list.is_array()) return fail(invalid_field(name, "must be an array"));
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto item = read(list[i]);
    if (!item) return fail(std::move(item).error().under(std::string(name) + "[" + std::to_string(i) + "]"));
    out.push_back(*std::move(item));
  }
  return out;
}

Result<Hash> read_hash(const json& value) {
  if (!value.is_string()) return fail(invalid("must be a text of 0x hex"));
  return Hash::parse(value.get_ref<const std::string&>());
}

Result<AccessTuple> read_access_tuple(const json& value) {
  COFFER_CHECK(check_members(value, {"address", "storage_keys"}));
  const Input input(value);
  if (!input.has("address") || !input.has("storage_keys")) return fail(invalid("address and storage_keys are needed"));
  AccessTuple out;
  COFFER_TRY(out.address, input.parsed("address", Address::parse));
  COFFER_TRY(out.storage_keys, read_list(input.json("storage_keys"), "storage_keys", read_hash));
  return out;
}

Result<SignedAuthorization> read_authorization(const json& value) {
  COFFER_CHECK(check_members(value, {"chain_id", "address", "nonce", "y_parity", "r", "s"}));
  const Input input(value);
  for (const char* name : {"chain_id", "address", "nonce", "y_parity", "r", "s"})
    if (!input.has(name)) return fail(invalid_field(name, "is missing"));
  SignedAuthorization out;
  COFFER_TRY(out.authorization.chain_id, input.amount("chain_id"));
  COFFER_TRY(out.authorization.address, input.parsed("address", Address::parse));
  COFFER_TRY(out.authorization.nonce, input.number("nonce"));
  COFFER_TRY(const std::uint64_t y_parity, input.number("y_parity"));
  if (y_parity > 0xff) return fail(invalid_field("y_parity", "EIP-7702: must be below 2^8"));
  out.signature.y_parity = static_cast<std::uint8_t>(y_parity);
  COFFER_TRY(out.signature.r, input.parsed("r", U256::parse_hex));
  COFFER_TRY(out.signature.s, input.parsed("s", U256::parse_hex));
  return out;
}

Result<TransactionType> type_of(const Input& input) {
  if (input.has("type")) {
    COFFER_TRY(const std::uint64_t type, input.number("type"));
    if (type > 4) return fail(invalid_field("type", "EIP-2718: an unknown type"));
    return static_cast<TransactionType>(type);
  }
  if (input.has("authorization_list")) return TransactionType::kSetCode;
  if (input.has("blob_versioned_hashes")) return TransactionType::kBlob;
  if (input.has("max_fee_per_gas")) return TransactionType::kDynamicFee;
  return input.has("access_list") ? TransactionType::kAccessList : TransactionType::kLegacy;
}

/// Refuses fields that are unknown or of another type.
Result<void> check_names(const json& fields, TransactionType type) {
  COFFER_CHECK(check_members(fields, {"type", "chain_id", "nonce", "gas_limit", "to", "amount", "value", "data",
                                      "gas_price", "max_priority_fee_per_gas", "max_fee_per_gas", "access_list",
                                      "max_fee_per_blob_gas", "blob_versioned_hashes", "authorization_list"}));
  const bool priced = type <= TransactionType::kAccessList;
  const auto refuse = [&](bool allowed, const char* name) -> Result<void> {
    if (!allowed && fields.contains(name)) return fail(invalid_field(name, "transactions of this type do not have it"));
    return {};
  };
  COFFER_CHECK(refuse(priced, "gas_price"));
  COFFER_CHECK(refuse(!priced, "max_fee_per_gas"));
  COFFER_CHECK(refuse(!priced, "max_priority_fee_per_gas"));
  COFFER_CHECK(refuse(type != TransactionType::kLegacy, "access_list"));
  COFFER_CHECK(refuse(type == TransactionType::kBlob, "max_fee_per_blob_gas"));
  COFFER_CHECK(refuse(type == TransactionType::kBlob, "blob_versioned_hashes"));
  return refuse(type == TransactionType::kSetCode, "authorization_list");
}

Result<U256> required_amount(const Input& input, const char* name) {
  if (!input.has(name)) return fail(invalid_field(name, "is missing"));
  return input.amount(name);
}

Result<void> read_prices(const Input& input, Transaction& out) {
  if (out.type <= TransactionType::kAccessList) {
    COFFER_TRY(out.gas_price, required_amount(input, "gas_price"));
    return {};
  }
  COFFER_TRY(out.max_priority_fee_per_gas, required_amount(input, "max_priority_fee_per_gas"));
  COFFER_TRY(out.max_fee_per_gas, required_amount(input, "max_fee_per_gas"));
  if (out.type != TransactionType::kBlob) return {};
  COFFER_TRY(out.max_fee_per_blob_gas, required_amount(input, "max_fee_per_blob_gas"));
  return {};
}

Result<void> read_target_and_value(const Input& input, Transaction& out) {
  if (input.has("to") && !input.json("to").is_null()) {
    COFFER_TRY(out.to, input.parsed("to", Address::parse));
  }
  if (input.has("amount") && input.has("value") && input.json("amount") != input.json("value"))
    return fail(invalid_field("value", "differs from amount, which is the same field"));
  for (const char* name : {"amount", "value"}) {
    if (!input.has(name)) continue;
    COFFER_TRY(out.value, input.amount(name));
  }
  if (input.has("data")) {
    COFFER_TRY(out.data, input.bytes("data"));
  }
  return {};
}

Result<void> read_lists(const Input& input, Transaction& out) {
  if (input.has("access_list")) {
    COFFER_TRY(out.access_list, read_list(input.json("access_list"), "access_list", read_access_tuple));
  }
  if (input.has("blob_versioned_hashes")) {
    COFFER_TRY(out.blob_versioned_hashes,
               read_list(input.json("blob_versioned_hashes"), "blob_versioned_hashes", read_hash));
  }
  if (input.has("authorization_list")) {
    COFFER_TRY(out.authorization_list,
               read_list(input.json("authorization_list"), "authorization_list", read_authorization));
  }
  return {};
}

}  // namespace

json transaction_to_json(const Transaction& transaction) {
  json out = {{"type", static_cast<unsigned>(transaction.type)},
              {"nonce", number_json(transaction.nonce)},
              {"gas_limit", number_json(transaction.gas_limit)},
              {"to", transaction.to ? json(transaction.to->text()) : json()},
              {"amount", transaction.value.decimal()},
              {"value", transaction.value.decimal()},
              {"data", hex0x(transaction.data)}};
  if (transaction.chain_id) out["chain_id"] = number_json(*transaction.chain_id);
  if (transaction.type <= TransactionType::kAccessList) {
    out["gas_price"] = transaction.gas_price.decimal();
  } else {
    out["max_priority_fee_per_gas"] = transaction.max_priority_fee_per_gas.decimal();
    out["max_fee_per_gas"] = transaction.max_fee_per_gas.decimal();
  }
  if (transaction.type != TransactionType::kLegacy) out["access_list"] = access_list_json(transaction.access_list);
  if (transaction.type == TransactionType::kBlob) {
    out["max_fee_per_blob_gas"] = transaction.max_fee_per_blob_gas.decimal();
    json hashes = json::array();
    for (const Hash& hash : transaction.blob_versioned_hashes) hashes.push_back(hash.text());
    out["blob_versioned_hashes"] = std::move(hashes);
  }
  if (transaction.type == TransactionType::kSetCode)
    out["authorization_list"] = authorization_list_json(transaction.authorization_list);
  return out;
}

Result<Transaction> transaction_from_json(const json& fields) {
  if (!fields.is_object()) return fail(invalid("must be an object"));
  const Input input(fields);
  Transaction out;
  COFFER_TRY(out.type, type_of(input));
  COFFER_CHECK(check_names(fields, out.type));
  if (input.has("chain_id")) {
    COFFER_TRY(out.chain_id, input.number("chain_id"));
  }
  for (const char* name : {"nonce", "gas_limit"})
    if (!input.has(name)) return fail(invalid_field(name, "is missing"));
  COFFER_TRY(out.nonce, input.number("nonce"));
  COFFER_TRY(out.gas_limit, input.number("gas_limit"));
  COFFER_CHECK(read_prices(input, out));
  COFFER_CHECK(read_target_and_value(input, out));
  COFFER_CHECK(read_lists(input, out));
  COFFER_CHECK(evm::validate(out));
  return out;
}

}  // namespace coffer::tool
