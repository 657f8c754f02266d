#include <array>

#include "apps/verify/model_node.h"
#include "services/chains/json.h"

namespace coffer::verify {
namespace {

using nlohmann::json;

std::string quantity(std::uint64_t value) { return U256(value).quantity(); }

json header(const ModelBlock& block) {
  return {{"number", quantity(block.number)},
          {"hash", block.hash.text()},
          {"parentHash", block.parent ? block.parent->hash.text() : evm::Hash().text()},
          {"timestamp", quantity(static_cast<std::uint64_t>(to_micros(block.time) / 1'000'000))},
          {"baseFeePerGas", block.base_fee.quantity()}};
}

json object_of(const ModelTransaction& transaction) {
  const evm::Transaction& fields = transaction.fields;
  return {{"hash", transaction.hash.text()},
          {"from", hex0x(transaction.from.bytes)},
          {"to", fields.to ? json(hex0x(fields.to->bytes)) : json()},
          {"nonce", quantity(fields.nonce)},
          {"value", fields.value.quantity()},
          {"input", hex0x(fields.data)}};
}

std::string block_text(const BlockPointer& block, bool whole) {
  if (block == nullptr) return "null";
  json out = header(*block);
  if (whole) {
    out["transactions"] = json::array();
    for (const Execution& execution : block->executions)
      out["transactions"].push_back(object_of(*execution.transaction));
  }
  return out.dump();
}

evm::Hash hash_of(const json& value) { return evm::Hash::parse(value.get<std::string>()).value_or(evm::Hash()); }
evm::Address address_of(const json& value) {
  return evm::Address::parse(value.get<std::string>()).value_or(evm::Address());
}

chains::RpcReply refusal(std::string message) {
  return std::unexpected(chains::RpcError{.code = -32000, .message = std::move(message), .data = {}});
}

// What a confused node may say to a send; none of it is a reason to take another ticket.
constexpr std::array<const char*, 7> kRefusals{
    "nonce too low",  "replacement transaction underpriced",      "insufficient funds for gas * price + value",
    "txpool is full", "max fee per gas less than block base fee", "internal error",
    "nonce too high"};

}  // namespace

BlockPointer ModelNode::at_tag(const json& tag) const {
  const auto text = tag.get<std::string>();
  if (text == "latest" || text == "pending") return head_;
  const auto number = U256::parse_hex(text);
  return number && number->to_u64() ? ancestor(head_, *number->to_u64()) : nullptr;
}

chains::RpcReply ModelNode::answer(const chains::RpcCall& call) {
  const json params = json::parse(call.params);
  if (call.method == "eth_chainId") return chains::json_quantity(kChainId);
  if (call.method == "eth_blockNumber") return chains::json_quantity(head_->number);
  if (call.method == "eth_sendRawTransaction") return send(params.at(0).get<std::string>());
  return answer_read(call.method, params);
}

chains::RpcReply ModelNode::answer_read(const std::string& method, const json& params) {
  if (method == "eth_getBlockByNumber") return block_text(at_tag(params.at(0)), params.at(1).get<bool>());
  if (method == "eth_getBlockByHash") {
    const evm::Hash hash = hash_of(params.at(0));
    BlockPointer block = head_;
    while (block != nullptr && block->hash != hash) block = block->parent;
    return block_text(block, false);
  }
  if (method == "eth_getTransactionCount") return '"' + nonce_of(address_of(params.at(0)), params.at(1)) + '"';
  if (method == "eth_getBalance") return '"' + balance_of(address_of(params.at(0))) + '"';
  if (method == "eth_getCode") return "\"0x\"";
  if (method == "eth_getTransactionReceipt") return receipt(hash_of(params.at(0)));
  if (method == "eth_getTransactionByHash") return transaction(hash_of(params.at(0)));
  if (method == "eth_feeHistory") return fee_history();
  if (method == "eth_maxPriorityFeePerGas") return chains::json_quantity(1'000'000'000);
  if (method == "eth_call") {
    return std::unexpected(chains::RpcError{.code = 3, .message = "execution reverted: closed", .data = "\"0x\""});
  }
  return refusal("the method does not exist");
}

chains::RpcReply ModelNode::send(const std::string& raw) {
  if (mood_.lie == Lie::kRefusesSends) return refusal(kRefusals.at(random_.below(kRefusals.size())));
  const auto bytes = parse_hex0x(raw);
  const TransactionPointer read = bytes ? read_transaction(*bytes) : nullptr;
  if (read == nullptr) return refusal("invalid transaction v, r, s values");
  if (mood_.lie != Lie::kClaimsSends) {
    if (std::string refused = offer(read); !refused.empty()) return refusal(std::move(refused));
  }
  return '"' + read->hash.text() + '"';
}

std::string ModelNode::nonce_of(const evm::Address& address, const json& tag) {
  const BlockPointer block = at_tag(tag);
  std::uint64_t nonce = block == nullptr ? 0 : block->account(address).nonce;
  if (tag == "pending") {
    const auto pooled = pool_.find(address);
    while (pooled != pool_.end() && pooled->second.contains(nonce)) ++nonce;
  }
  if (mood_.lie == Lie::kNoncesAhead) nonce += 3;
  if (mood_.lie == Lie::kNoncesBehind) nonce -= std::min<std::uint64_t>(nonce, 2);
  return quantity(nonce);
}

std::string ModelNode::balance_of(const evm::Address& address) {
  if (mood_.lie == Lie::kPoor) return "0x0";
  if (mood_.lie == Lie::kRich) return U256(~0ULL).quantity();
  return head_->account(address).balance.quantity();
}

std::string ModelNode::receipt(const evm::Hash& hash) const {
  const auto found = mood_.lie == Lie::kNoReceipts ? std::nullopt : find_on_line(head_, hash);
  if (!found) return "null";
  const json out{{"transactionHash", hash.text()},
                 {"blockNumber", quantity(found->block->number)},
                 {"blockHash", found->block->hash.text()},
                 {"status", found->execution->succeeded ? "0x1" : "0x0"},
                 {"gasUsed", quantity(found->execution->transaction->fields.gas_limit)},
                 {"effectiveGasPrice", found->execution->gas_price.quantity()}};
  return out.dump();
}

std::string ModelNode::transaction(const evm::Hash& hash) const {
  if (mood_.lie == Lie::kNoReceipts) return "null";
  if (const auto found = find_on_line(head_, hash)) {
    json out = object_of(*found->execution->transaction);
    out["blockHash"] = found->block->hash.text();
    return out.dump();
  }
  const TransactionPointer* pooled = in_pool(hash);
  if (pooled == nullptr) return "null";
  json out = object_of(**pooled);
  out["blockHash"] = nullptr;
  return out.dump();
}

std::string ModelNode::fee_history() const {
  const json out{{"baseFeePerGas", {head_->base_fee.quantity(), head_->base_fee.quantity()}},
                 {"gasUsedRatio", {0.5}},
                 {"reward", {{"0x3b9aca00", "0x3b9aca00", "0x3b9aca00"}}}};
  return out.dump();
}

}  // namespace coffer::verify
