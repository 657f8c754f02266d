#include "services/chains/messages.h"

namespace coffer::chains {
namespace {

void set_offer(v1::FeeLevel& out, const FeeOffer& offer, bool legacy) {
  if (legacy) {
    out.set_gas_price(offer.max_fee_per_gas.decimal());
    return;
  }
  out.set_max_fee_per_gas(offer.max_fee_per_gas.decimal());
  out.set_max_priority_fee_per_gas(offer.max_priority_fee_per_gas.decimal());
}

/// down: nobody usable. degraded: some are not.
std::string health_of(const NodePool::Report& report) {
  if (report.usable == 0) return "down";
  return report.usable < report.total ? "degraded" : "ok";
}

}  // namespace

void set_time(google::protobuf::Timestamp& out, Time time) {
  const std::int64_t micros = to_micros(time);
  out.set_seconds(micros / 1'000'000);
  out.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1000));
}

v1::Head head_message(const BlockHeader& block) {
  v1::Head out;
  out.set_number(static_cast<std::int64_t>(block.number));
  out.set_hash(block.hash.text());
  set_time(*out.mutable_time(), block.time);
  return out;
}

v1::Network network_message(const EvmNetwork& network) {
  const NetworkSettings& settings = network.settings;
  v1::Network out;
  out.set_id(settings.id);
  out.set_chain(settings.chain);
  out.set_name(settings.name);
  out.set_kind(settings.kind);
  out.set_chain_id(static_cast<std::int64_t>(settings.chain_id));
  out.mutable_native()->set_symbol(settings.symbol);
  out.mutable_native()->set_decimals(static_cast<std::int32_t>(settings.decimals));
  out.mutable_native()->set_name(settings.coin_name);
  const auto view = network.heads.view();
  if (view) *out.mutable_head() = head_message(view->head);
  out.set_health(view ? health_of(network.pool.report()) : "down");
  out.set_confirmations(static_cast<std::int32_t>(settings.confirmations));
  out.set_development(settings.development);
  out.set_block_time_ms(std::chrono::duration_cast<std::chrono::milliseconds>(settings.block_time).count());
  return out;
}

v1::Fees fees_message(const FeeReader::Now& now, bool legacy) {
  v1::Fees out;
  set_offer(*out.mutable_slow(), now.levels.offers[0], legacy);
  set_offer(*out.mutable_normal(), now.levels.offers[1], legacy);
  set_offer(*out.mutable_fast(), now.levels.offers[2], legacy);
  if (!legacy) out.set_base_fee_per_gas(now.levels.base_fee.decimal());
  out.set_block(static_cast<std::int64_t>(now.block));
  set_time(*out.mutable_as_of(), now.as_of);
  out.set_legacy(legacy);
  return out;
}

v1::BroadcastResult broadcast_message(const BroadcastFacts& facts) {
  v1::BroadcastResult out;
  out.set_verdict(facts.verdict);
  for (const BroadcastFacts::Said& said : facts.said) {
    v1::NodeAnswer* answer = out.add_answers();
    answer->set_node(said.node);
    answer->set_verdict(said.verdict);
    answer->set_message(said.message);
  }
  return out;
}

v1::TransactionState state_message(const evm::Hash& hash, const TransactionFacts& facts,
                                   const HeadFollower::View& view) {
  v1::TransactionState out;
  out.set_hash(hash.text());
  using Place = TransactionFacts::Place;
  if (facts.place == Place::kPending) out.set_place(v1::TransactionState::PLACE_PENDING);
  if (facts.place != Place::kMined) return out;
  const Receipt& receipt = facts.receipt;
  out.set_place(v1::TransactionState::PLACE_MINED);
  out.set_block_number(static_cast<std::int64_t>(receipt.block_number));
  out.set_block_hash(receipt.block_hash.text());
  const std::uint64_t head = std::max(view.head.number, receipt.block_number);
  out.set_confirmations(static_cast<std::int64_t>(head - receipt.block_number + 1));
  out.set_final(receipt.block_number <= view.final_block);
  out.set_succeeded(receipt.succeeded);
  out.set_gas_used(receipt.gas_used.decimal());
  out.set_effective_gas_price(receipt.effective_gas_price.decimal());
  if (!receipt.l1_fee.is_zero()) out.set_l1_fee(receipt.l1_fee.decimal());
  out.set_revert_reason(facts.revert_reason);
  out.set_contract_address(receipt.contract_address);
  return out;
}

v1::FoundTransaction found_message(const FoundTransaction& found) {
  v1::FoundTransaction out;
  out.set_nonce(static_cast<std::int64_t>(found.transaction.nonce));
  out.set_hash(found.transaction.hash.text());
  if (found.transaction.to) out.set_to(found.transaction.to->text());
  out.set_value(found.transaction.value.decimal());
  out.set_data(found.transaction.data.data(), found.transaction.data.size());
  out.set_block_number(static_cast<std::int64_t>(found.block_number));
  return out;
}

Result<evm::Address> address_field(std::string_view field, std::string_view text) {
  auto address = evm::Address::parse(text);
  if (!address) return fail(invalid_field(std::string(field), std::move(address).error().message));
  return *address;
}

}  // namespace coffer::chains
