#include "apps/verify/model_chain.h"

#include <algorithm>

namespace coffer::verify {
namespace {

evm::Hash block_name(std::uint64_t number, std::uint64_t serial) {
  evm::Hash out;
  out.bytes[0] = 0xb1;
  for (std::size_t i = 0; i < 8; ++i) {
    out.bytes.at(23 - i) = static_cast<std::uint8_t>(number >> (8 * i));
    out.bytes.at(31 - i) = static_cast<std::uint8_t>(serial >> (8 * i));
  }
  return out;
}

/// What a unit of gas costs in a block; nothing when the offer is below the base fee (EIP-1559).
std::optional<U256> gas_price_in(const evm::Transaction& transaction, const U256& base_fee) {
  const auto room = transaction.max_fee_per_gas.minus(base_fee);
  if (!room) return std::nullopt;
  return saturating_add(base_fee, std::min(*room, transaction.max_priority_fee_per_gas));
}

bool execute(ModelBlock& block, const TransactionPointer& transaction) {
  const evm::Transaction& fields = transaction->fields;
  ModelAccount& sender = block.accounts[transaction->from];
  const auto price = gas_price_in(fields, block.base_fee);
  if (!price || fields.nonce != sender.nonce || sender.balance < highest_cost(*transaction)) return false;
  Execution out{.transaction = transaction, .succeeded = true, .gas_price = *price};
  const U256 fee = price->times(U256(fields.gas_limit)).value_or(U256::max());
  sender.balance = sender.balance.minus(fee).value_or(U256());
  ++sender.nonce;
  out.succeeded = fields.to != ModelChain::reverting_receiver();
  if (out.succeeded) {
    sender.balance = sender.balance.minus(fields.value).value_or(U256());
    ModelAccount& receiver = block.accounts[fields.to.value_or(evm::Address())];
    receiver.balance = saturating_add(receiver.balance, fields.value);
  }
  block.executions.push_back(std::move(out));
  return true;
}

}  // namespace

TransactionPointer read_transaction(BytesView raw) {
  const auto decoded = evm::decode_transaction(raw);
  if (!decoded || decoded->transaction.type != evm::TransactionType::kDynamicFee) return nullptr;
  const auto sender = evm::recover_sender(*decoded);
  if (!sender) return nullptr;
  return std::make_shared<const ModelTransaction>(
      ModelTransaction{.hash = evm::transaction_hash(raw), .from = *sender, .fields = decoded->transaction});
}

U256 highest_cost(const ModelTransaction& transaction) {
  return saturating_add(transaction.fields.value, evm::max_gas_cost(transaction.fields).value_or(U256::max()));
}

ModelAccount ModelBlock::account(const evm::Address& address) const {
  const auto found = accounts.find(address);
  return found == accounts.end() ? ModelAccount{} : found->second;
}

BlockPointer ancestor(const BlockPointer& head, std::uint64_t number) {
  BlockPointer block = head;
  if (block == nullptr || number > block->number) return nullptr;
  while (block->number > number) block = block->parent;
  return block;
}

std::optional<Inclusion> find_on_line(const BlockPointer& head, const evm::Hash& hash) {
  for (BlockPointer block = head; block != nullptr; block = block->parent) {
    for (const Execution& execution : block->executions) {
      if (execution.transaction->hash == hash) return Inclusion{block, &execution};
    }
  }
  return std::nullopt;
}

evm::Address ModelChain::reverting_receiver() {
  evm::Address out;
  out.bytes.fill(0xee);
  return out;
}

ModelChain::ModelChain(Time start) {
  auto genesis = std::make_shared<ModelBlock>();
  genesis->hash = block_name(0, 0);
  genesis->time = start;
  genesis->base_fee = U256(10'000'000'000ULL);
  head_ = genesis_ = std::move(genesis);
}

BlockPointer ModelChain::extend(const BlockPointer& parent, const Contents& contents) {
  auto block = std::make_shared<ModelBlock>();
  block->number = parent->number + 1;
  block->hash = block_name(block->number, ++made_);
  block->parent = parent;
  block->time = contents.time;
  block->base_fee = contents.base_fee;
  block->credits = contents.credits;
  block->accounts = parent->accounts;
  for (const auto& [address, amount] : contents.credits) {
    ModelAccount& account = block->accounts[address];
    account.balance = saturating_add(account.balance, amount);
  }
  for (const TransactionPointer& transaction : contents.candidates) (void)execute(*block, transaction);
  if (block->number > head_->number) head_ = block;
  return block;
}

}  // namespace coffer::verify
