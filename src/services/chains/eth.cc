#include "services/chains/eth.h"

#include "services/chains/json.h"

namespace coffer::chains {
namespace {

using nlohmann::json;

Result<evm::Hash> hash_of(const json& value) {
  COFFER_TRY(const Bytes bytes, bytes_of(value));
  auto hash = evm::Hash::from(bytes);
  if (!hash) return fail(unavailable("a node's answer has an unexpected form"));
  return *hash;
}

Result<evm::Address> address_of(const json& value) {
  COFFER_TRY(const Bytes bytes, bytes_of(value));
  auto address = evm::Address::from(bytes);
  if (!address) return fail(unavailable("a node's answer has an unexpected form"));
  return *address;
}

/// Zero where the member is missing: fields that only some networks have.
Result<U256> optional_quantity(const json& value) {
  if (value.is_null()) return U256();
  return quantity_of(value);
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string call_json(const CallObject& call) {
  std::string out = "{";
  if (call.from) out += R"("from":")" + hex0x(call.from->bytes) + R"(",)";
  if (call.to) out += R"("to":")" + hex0x(call.to->bytes) + R"(",)";
  if (!call.data.empty()) out += R"("data":")" + hex0x(call.data) + R"(",)";
  return out + R"("value":")" + call.value.quantity() + R"("})";
}

Result<BlockTransaction> read_block_transaction(const json& value) {
  BlockTransaction out;
  COFFER_TRY(out.hash, hash_of(member(value, "hash")));
  COFFER_TRY(out.from, address_of(member(value, "from")));
  if (const json& to = member(value, "to"); !to.is_null()) {
    COFFER_TRY(out.to, address_of(to));
  }
  COFFER_TRY(out.nonce, number_of(member(value, "nonce")));
  COFFER_TRY(out.value, quantity_of(member(value, "value")));
  COFFER_TRY(out.data, bytes_of(member(value, "input")));
  return out;
}

}  // namespace

std::string block_tag(std::string_view tag) { return in_quotes(tag); }
std::string block_tag(std::uint64_t number) { return json_quantity(number); }

RpcCall get_block(const std::string& tag, bool with_transactions) {
  return {"eth_getBlockByNumber", json_array({tag, with_transactions ? "true" : "false"})};
}
RpcCall get_block_by_hash(const evm::Hash& hash) {
  return {"eth_getBlockByHash", json_array({in_quotes(hash.text()), "false"})};
}
RpcCall get_nonce(const evm::Address& address, const std::string& tag) {
  return {"eth_getTransactionCount", json_array({in_quotes(hex0x(address.bytes)), tag})};
}
RpcCall get_balance(const evm::Address& address, const std::string& tag) {
  return {"eth_getBalance", json_array({in_quotes(hex0x(address.bytes)), tag})};
}
RpcCall get_code(const evm::Address& address, const std::string& tag) {
  return {"eth_getCode", json_array({in_quotes(hex0x(address.bytes)), tag})};
}
RpcCall get_receipt(const evm::Hash& hash) {
  return {"eth_getTransactionReceipt", json_array({in_quotes(hash.text())})};
}
RpcCall get_transaction(const evm::Hash& hash) {
  return {"eth_getTransactionByHash", json_array({in_quotes(hash.text())})};
}
RpcCall send_raw(BytesView raw) { return {"eth_sendRawTransaction", json_array({in_quotes(hex0x(raw))})}; }
RpcCall eth_call(const CallObject& call, const std::string& tag) {
  return {"eth_call", json_array({call_json(call), tag})};
}
RpcCall estimate_gas(const CallObject& call) { return {"eth_estimateGas", json_array({call_json(call)})}; }
RpcCall fee_history(std::uint64_t blocks, std::string_view percentiles) {
  return {"eth_feeHistory", json_array({json_quantity(blocks), R"("latest")", percentiles})};
}

Result<std::optional<BlockHeader>> read_block(std::string_view text) {
  COFFER_TRY(const json value, parse_json(text));
  if (value.is_null()) return std::nullopt;
  BlockHeader out;
  COFFER_TRY(out.number, number_of(member(value, "number")));
  COFFER_TRY(out.hash, hash_of(member(value, "hash")));
  COFFER_TRY(out.parent_hash, hash_of(member(value, "parentHash")));
  COFFER_TRY(const std::uint64_t seconds, number_of(member(value, "timestamp")));
  constexpr std::uint64_t kYear9999 = 253'402'300'799;
  out.time = Time(std::chrono::seconds(std::min(seconds, kYear9999)));
  COFFER_TRY(out.base_fee, optional_quantity(member(value, "baseFeePerGas")));
  return out;
}

Result<std::vector<BlockTransaction>> read_block_transactions(std::string_view text) {
  COFFER_TRY(const json value, parse_json(text));
  std::vector<BlockTransaction> out;
  for (const json& item : member(value, "transactions")) {
    COFFER_TRY(BlockTransaction transaction, read_block_transaction(item));
    out.push_back(std::move(transaction));
  }
  return out;
}

Result<std::optional<Receipt>> read_receipt(std::string_view text) {
  COFFER_TRY(const json value, parse_json(text));
  if (value.is_null()) return std::nullopt;
  Receipt out;
  COFFER_TRY(out.hash, hash_of(member(value, "transactionHash")));
  COFFER_TRY(out.block_number, number_of(member(value, "blockNumber")));
  COFFER_TRY(out.block_hash, hash_of(member(value, "blockHash")));
  // Before Byzantium a receipt had a state root instead; such a transaction has no failed outcome.
  if (const json& status = member(value, "status"); status.is_null()) {
    out.succeeded = true;
  } else {
    COFFER_TRY(const U256 flag, quantity_of(status));
    out.succeeded = !flag.is_zero();
  }
  COFFER_TRY(out.gas_used, quantity_of(member(value, "gasUsed")));
  COFFER_TRY(out.effective_gas_price, optional_quantity(member(value, "effectiveGasPrice")));
  COFFER_TRY(out.l1_fee, optional_quantity(member(value, "l1Fee")));
  if (const json& created = member(value, "contractAddress"); !created.is_null()) {
    COFFER_TRY(const evm::Address address, address_of(created));
    out.contract_address = address.text();
  }
  return out;
}

Result<FeeHistory> read_fee_history(std::string_view text) {
  COFFER_TRY(const json value, parse_json(text));
  FeeHistory out;
  for (const json& fee : member(value, "baseFeePerGas")) {
    COFFER_TRY(const U256 wei, quantity_of(fee));
    out.base_fees.push_back(wei);
  }
  for (const json& ratio : member(value, "gasUsedRatio")) out.empty.push_back(ratio.is_number() && ratio == 0);
  for (const json& block : member(value, "reward")) {
    auto& rewards = out.rewards.emplace_back();
    for (const json& reward : block) {
      COFFER_TRY(const U256 wei, quantity_of(reward));
      rewards.push_back(wei);
    }
  }
  if (out.base_fees.empty()) return fail(unavailable("a node's fee history is empty"));
  return out;
}

Result<std::optional<bool>> read_is_pending(std::string_view text) {
  COFFER_TRY(const json value, parse_json(text));
  if (value.is_null()) return std::nullopt;
  return member(value, "blockHash").is_null();
}

Result<std::string> expect_result(RpcReply reply) {
  if (!reply) return fail(unavailable("a node refuses a read it should know"));
  return *std::move(reply);
}

}  // namespace coffer::chains
