#include "services/chains/fee_reader.h"

#include "services/chains/json.h"

namespace coffer::chains {

FeeReader::FeeReader(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads, const Clock& clock)
    : settings_(settings), pool_(pool), heads_(heads), clock_(clock) {}

awaitable<Result<FeeReader::Now>> FeeReader::read() {
  CO_TRY(const HeadFollower::View view, co_await heads_.current());
  {
    const std::lock_guard lock(mutex_);
    if (last_ && last_hash_ == view.head.hash) co_return *last_;
  }
  CO_TRY(const FeeLevels levels, co_await ask());
  const Now now{levels, view.head.number, clock_.now()};
  const std::lock_guard lock(mutex_);
  last_ = now;
  last_hash_ = view.head.hash;
  co_return now;
}

awaitable<Result<FeeLevels>> FeeReader::ask() {
  if (settings_.legacy_fees) {
    CO_TRY(const std::string text, co_await pool_.ask_one({"eth_gasPrice", "[]"}));
    CO_TRY(const U256 price, read_quantity(text));
    co_return legacy_fee_levels(price);
  }
  std::vector<RpcCall> calls{fee_history(kFeeBlocks, kFeePercentiles), {"eth_maxPriorityFeePerGas", "[]"}};
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  CO_TRY(const std::string text, expect_result(replies[0]));
  CO_TRY(const FeeHistory history, read_fee_history(text));
  const U256 suggested = replies[1] ? read_quantity(*replies[1]).value_or(U256()) : U256();
  co_return fee_levels(history, suggested, settings_.min_priority_fee);
}

}  // namespace coffer::chains
