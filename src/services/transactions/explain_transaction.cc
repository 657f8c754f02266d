#include "services/transactions/messages.h"
#include "services/transactions/transactions.h"

namespace coffer::transactions {
namespace {

bool is_capped(const Slot& slot, const Intent& intent, const FeeMarket& market, const LaneRules& rules) {
  if (!intent.limits.max_fee_per_gas || slot.attempts.empty()) return false;
  std::vector<FeeTerms> earlier;
  for (const Attempt& attempt : slot.attempts) earlier.push_back(attempt.fees);
  return !raised_fees(earlier, market, intent.speed, intent.limits, rules.fees);
}

Situation situation_of(const Intent& intent) {
  Situation out;
  out.status = intent.status;
  out.failure = intent.failure.message;
  out.speed = intent.speed;
  out.valid_until = intent.valid_until;
  out.cancel_requested = intent.cancel_requested;
  out.expiring = intent.expiring;
  return out;
}

}  // namespace

/// The lane writes down what it is short of at its next turn; who asks before that is told as well.
awaitable<Result<void>> Transactions::explain_funds(const Intent& intent, const ChainView& view, Situation& situation) {
  if (intent.status != Status::kQueued || intent.nonce || situation.trouble != LaneTrouble::kNone) {
    co_return Result<void>();
  }
  CO_TRY(std::vector<Store::Pledge> pledges, co_await store_.pledges({intent.network, intent.sender}, view.fees));
  std::erase_if(pledges, [&](const Store::Pledge& pledge) { return !pledge.nonce && pledge.intent_id >= intent.id; });
  const FeeTerms fees = first_fees(view.fees, intent.speed, intent.limits, settings_.lanes.fees);
  const U256 needed = highest_cost(intent.value, intent.gas_limit, fees, intent.l1_data_fee);
  const U256 available = free_of(view.balance, pledges, view.latest_nonce);
  if (needed <= available) co_return Result<void>();
  situation.trouble = LaneTrouble::kFunds;
  situation.needed = needed;
  situation.available = available;
  co_return Result<void>();
}

awaitable<Result<v1::Explanation>> Transactions::explain_transaction(const CallContext& call,
                                                                     v1::GetTransactionRequest request) {
  CO_TRY(const Intent intent, co_await own_intent(call, request.transaction_id()));
  Situation situation = situation_of(intent);
  if (!is_final(intent.status)) {
    const LaneKey key{intent.network, intent.sender};
    CO_TRY(const NetworkFacts network, co_await chain_.network(intent.network));
    situation.symbol = network.symbol;
    situation.head = network.head;
    situation.confirmations_wanted = network.confirmations;
    situation.block_time = network.block_time;
    CO_TRY(const auto lane, co_await store_.lane(key));
    if (lane) {
      situation.trouble = lane->condition.trouble;
      situation.trouble_text = lane->condition.text;
      situation.needed = lane->condition.needed;
      situation.available = lane->condition.available;
    }
    CO_TRY(situation.ahead, co_await store_.ahead_of(key, intent.id));
    if (intent.nonce) {
      CO_TRY(situation.slot, co_await store_.slot(key, *intent.nonce));
    }
    // What the nodes say is best effort here: without it the rows still tell the cause.
    if (const auto view = co_await chain_.observe(key)) {
      situation.lowest_waiting_nonce = view->latest_nonce;
      situation.base_fee = view->fees.base_fee;
      CO_CHECK(co_await explain_funds(intent, *view, situation));
      if (situation.slot) situation.fee_capped = is_capped(*situation.slot, intent, view->fees, settings_.lanes);
    } else {
      situation.trouble = LaneTrouble::kNodes;
    }
  }
  const Time now = services_.clock.now();
  if (situation.trouble != LaneTrouble::kNone) situation.next_look = now + std::chrono::seconds(5);
  const Explained explained = explain(situation, settings_.lanes, now);
  v1::Explanation out;
  out.set_state(explained.state);
  out.set_reason(explained.reason);
  out.set_next_step(explained.next_step);
  if (explained.next_step_at) set_time(*out.mutable_next_step_at(), *explained.next_step_at);
  co_return out;
}

}  // namespace coffer::transactions
