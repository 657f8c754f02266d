#include "services/transactions/funds.h"

namespace coffer::transactions {
namespace {

constexpr auto kKeptFor = std::chrono::seconds(1);
constexpr std::size_t kKept = 20'000;

}  // namespace

Funds::Funds(Store& store, ChainPort& chain, const Clock& clock) : store_(store), chain_(chain), clock_(clock) {}

bool Funds::take_kept(const LaneKey& key, const U256& needed, Free& out) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end() || found->second.until <= clock_.now()) return false;
  const auto left = found->second.free.minus(needed);
  if (!left) return false;
  out = {found->second.free, true};
  found->second.free = *left;
  return true;
}

awaitable<Result<Funds::Free>> Funds::native(LaneKey key, U256 needed, FeeMarket market) {
  Free out;
  if (take_kept(key, needed, out)) co_return out;
  // Pledges before the balance: what is mined in between is missed in both, never counted twice.
  CO_TRY(const std::vector<Store::Pledge> pledges, co_await store_.pledges(key, market));
  CO_TRY(const ChainView view, co_await chain_.observe(key));
  U256 pledged;
  for (const Store::Pledge& pledge : pledges) {
    const bool mined = pledge.nonce && *pledge.nonce < view.latest_nonce;
    if (!mined) pledged = saturating_add(pledged, pledge.native);
  }
  out.available = view.balance.minus(pledged).value_or(U256());
  const auto left = out.available.minus(needed);
  out.enough = left.has_value();
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kKept) kept_.clear();
  if (left) kept_.insert_or_assign(key, Kept{*left, clock_.now() + kKeptFor});
  co_return out;
}

awaitable<Result<Funds::Free>> Funds::asset(LaneKey key, evm::Address contract, U256 needed, FeeMarket market) {
  CO_TRY(const std::vector<Store::Pledge> pledges, co_await store_.pledges(key, market));
  CO_TRY(const ChainView view, co_await chain_.observe(key));
  CO_TRY(const U256 balance, co_await chain_.balance(key.network, key.sender, contract));
  U256 pledged;
  for (const Store::Pledge& pledge : pledges) {
    const bool mined = pledge.nonce && *pledge.nonce < view.latest_nonce;
    if (!mined && pledge.asset == contract.text()) pledged = saturating_add(pledged, pledge.asset_amount);
  }
  Free out;
  out.available = balance.minus(pledged).value_or(U256());
  out.enough = needed <= out.available;
  co_return out;
}

}  // namespace coffer::transactions
