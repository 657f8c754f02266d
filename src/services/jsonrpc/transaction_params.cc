#include "services/jsonrpc/transaction_params.h"

#include <algorithm>
#include <array>

#include "domain/strict_json/strict_json.h"

namespace coffer::jsonrpc {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 11> kTexts{"chainId",  "data",  "from",         "gas",
                                                  "gasPrice", "input", "maxFeePerGas", "maxPriorityFeePerGas",
                                                  "nonce",    "to",    "type"};
// What Coffer does not sign for others yet: only the empty list may stand there.
constexpr std::array<std::string_view, 4> kLists{"accessList", "authorizationList", "blobVersionedHashes", "blobs"};

Error wrong(std::string_view name, std::string_view rule) {
  return invalid_field(std::string(name), std::string(name) + ' ' + std::string(rule));
}

Result<void> check_members(const json& object) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_null()) continue;
    if (std::ranges::find(kLists, name) != kLists.end()) {
      if (!value.is_array() || !value.empty())
        return fail(wrong(name, "must be left out: such transactions are not made here"));
      continue;
    }
    if (name != "value" && std::ranges::find(kTexts, name) == kTexts.end()) return fail(wrong(name, "is not known"));
    if (!value.is_string()) return fail(wrong(name, "must be a 0x text"));
  }
  return {};
}

std::optional<std::string> text_at(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->get<std::string>();
}

Result<std::optional<U256>> quantity_at(const json& object, const char* name) {
  const auto text = text_at(object, name);
  if (!text) return std::nullopt;
  return quantity_of(name, *text);
}

Result<std::optional<std::uint64_t>> number_at(const json& object, const char* name) {
  COFFER_TRY(const auto quantity, quantity_at(object, name));
  if (!quantity) return std::nullopt;
  const auto number = quantity->to_u64();
  if (!number) return fail(wrong(name, "is too large"));
  return *number;
}

Result<void> read_fees(const json& object, transactions::v1::CreateTransactionRequest& out) {
  COFFER_TRY(const auto type, number_at(object, "type"));
  if (type && *type != 0 && *type != 2) return fail(wrong("type", "must be 0x0 or 0x2"));
  COFFER_TRY(const auto gas_price, quantity_at(object, "gasPrice"));
  COFFER_TRY(const auto max_fee, quantity_at(object, "maxFeePerGas"));
  COFFER_TRY(const auto priority, quantity_at(object, "maxPriorityFeePerGas"));
  if (gas_price && (max_fee || priority)) return fail(wrong("gasPrice", "cannot stand beside EIP-1559 fees"));
  if (gas_price) out.set_max_fee_per_gas(gas_price->decimal());
  if (max_fee) out.set_max_fee_per_gas(max_fee->decimal());
  if (priority) out.set_max_priority_fee_per_gas(priority->decimal());
  COFFER_TRY(const auto gas, number_at(object, "gas"));
  if (!gas) return {};
  if (!std::in_range<std::int64_t>(*gas)) return fail(wrong("gas", "is too large"));
  out.set_gas_limit(static_cast<std::int64_t>(*gas));
  return {};
}

Result<void> read_data(const json& object, transactions::v1::CreateTransactionRequest& out) {
  const auto data = text_at(object, "data");
  const auto input = text_at(object, "input");
  if (data && input && *data != *input) return fail(wrong("input", "differs from data"));
  const std::string text = data.value_or(input.value_or("0x"));
  if (!parse_hex0x(text)) return fail(wrong(data ? "data" : "input", "must be 0x and an even number of hex digits"));
  if (text != "0x") out.set_data(text);
  return {};
}

}  // namespace

Result<U256> quantity_of(std::string_view name, std::string_view text) {
  const auto quantity = U256::parse_hex(text);
  if (!quantity) return fail(wrong(name, "must be a quantity: 0x and 1 to 64 hex digits"));
  return *quantity;
}

Result<evm::Address> address_of(std::string_view name, std::string_view text) {
  const auto address = evm::Address::parse(text);
  if (!address) return fail(wrong(name, address.error().message));
  return *address;
}

Result<TransactionParams> read_transaction(std::string_view text) {
  COFFER_TRY(const json object, strict_json::parse(text));
  if (!object.is_object()) return fail(invalid_field("params", "the transaction must be an object"));
  COFFER_CHECK(check_members(object));
  TransactionParams out;
  const auto from = text_at(object, "from");
  if (!from) return fail(wrong("from", "is required"));
  COFFER_TRY(out.from, address_of("from", *from));
  if (const auto to = text_at(object, "to")) {
    COFFER_TRY(const evm::Address address, address_of("to", *to));
    out.request.set_to(address.text());
  }
  COFFER_TRY(const auto value, quantity_at(object, "value"));
  out.request.set_amount(value.value_or(U256()).decimal());
  COFFER_CHECK(read_data(object, out.request));
  COFFER_CHECK(read_fees(object, out.request));
  COFFER_TRY(out.nonce, number_at(object, "nonce"));
  COFFER_TRY(out.chain_id, quantity_at(object, "chainId"));
  return out;
}

}  // namespace coffer::jsonrpc
