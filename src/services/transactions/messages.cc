#include "services/transactions/messages.h"

namespace coffer::transactions {
namespace {

void set_attempts(v1::Transaction& out, const std::vector<Attempt>& attempts) {
  for (const Attempt& attempt : attempts) {
    v1::Attempt* item = out.add_attempts();
    item->set_hash(attempt.hash.text());
    item->set_kind(std::string(attempt_kind_name(attempt.kind)));
    item->set_max_fee_per_gas(attempt.fees.max_fee_per_gas.decimal());
    item->set_max_priority_fee_per_gas(attempt.fees.max_priority_fee_per_gas.decimal());
    if (attempt.first_sent_at) set_time(*item->mutable_sent_at(), *attempt.first_sent_at);
  }
}

void set_decision(v1::Transaction& out, const Intent& intent) {
  v1::Effects effects;
  if (effects.ParseFromString(intent.effects)) *out.mutable_effects() = std::move(effects);
  out.mutable_policy()->set_version(intent.policy_version);
  out.mutable_policy()->set_allowed(intent.policy_allowed);
  out.mutable_policy()->set_rule(intent.policy_rule);
  if (!intent.failure.code.empty()) {
    out.mutable_error()->set_code(intent.failure.code);
    out.mutable_error()->set_message(intent.failure.message);
  }
}

void set_place(v1::Transaction& out, const Intent& intent, const NetworkFacts& network) {
  if (intent.nonce) out.set_nonce(static_cast<std::int64_t>(*intent.nonce));
  out.set_hash(intent.hash);
  if (intent.fee_paid) out.set_fee_paid(intent.fee_paid->decimal());
  out.set_contract_address(intent.contract_address);
  if (!intent.block_number) return;
  out.set_block_number(static_cast<std::int64_t>(*intent.block_number));
  const std::uint64_t head = std::max(network.head, *intent.block_number);
  out.set_confirmations(static_cast<std::int64_t>(head - *intent.block_number + 1));
}

}  // namespace

void set_time(google::protobuf::Timestamp& out, Time time) {
  const std::int64_t micros = to_micros(time);
  out.set_seconds(micros / 1'000'000);
  out.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1000));
}

v1::Transaction transaction_message(const Intent& intent, const std::vector<Attempt>& attempts,
                                    const NetworkFacts& network) {
  v1::Transaction out;
  out.set_id(intent.id);
  out.set_account_id(intent.account_id);
  out.set_network(intent.network);
  out.set_chain(network.chain);
  out.set_from(intent.sender.text());
  const auto& to = intent.receiver ? intent.receiver : intent.to;
  if (to) out.set_to(to->text());
  out.set_amount(intent.amount.decimal());
  out.set_asset(intent.asset);
  out.set_data(hex0x(intent.data));
  out.set_status(std::string(status_name(intent.status)));
  out.set_speed(std::string(speed_name(intent.speed)));
  out.set_note(intent.note);
  out.set_gas_limit(static_cast<std::int64_t>(intent.gas_limit));
  if (intent.valid_until) set_time(*out.mutable_valid_until(), *intent.valid_until);
  set_time(*out.mutable_created_at(), intent.created_at);
  set_time(*out.mutable_updated_at(), intent.updated_at);
  set_attempts(out, attempts);
  set_decision(out, intent);
  set_place(out, intent, network);
  return out;
}

}  // namespace coffer::transactions
