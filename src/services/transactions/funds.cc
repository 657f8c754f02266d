#include "services/transactions/funds.h"

namespace coffer::transactions {
namespace {

constexpr auto kKeptFor = std::chrono::seconds(1);
constexpr std::size_t kKept = 20'000;

}  // namespace

struct Funds::State {
  struct Held {
    U256 native;
    std::string asset;
    U256 asset_amount;
  };
  struct Kept {
    U256 free;
    Time until;
  };

  std::mutex mutex;
  std::map<LaneKey, std::map<std::string, Held>> held;  // by intent id
  std::map<LaneKey, Kept> kept;

  Held& hold_of(const LaneKey& key, const std::string& intent_id) { return held[key][intent_id]; }
  void drop(const LaneKey& key, const std::string& intent_id) {
    const std::lock_guard lock(mutex);
    const auto lane = held.find(key);
    if (lane == held.end()) return;
    lane->second.erase(intent_id);
    if (lane->second.empty()) held.erase(lane);
  }
};

Funds::Hold::Hold(std::shared_ptr<State> state, LaneKey key, std::string intent_id)
    : state_(std::move(state)), key_(std::move(key)), intent_id_(std::move(intent_id)) {}

Funds::Hold::~Hold() {
  if (state_) state_->drop(key_, intent_id_);
}

Funds::Funds(Store& store, ChainPort& chain, const Clock& clock)
    : store_(store), chain_(chain), clock_(clock), state_(std::make_shared<State>()) {}

U256 free_of(const U256& balance, const std::vector<Store::Pledge>& pledges, std::uint64_t latest_nonce) {
  U256 pledged;
  for (const Store::Pledge& pledge : pledges) {
    const bool mined = pledge.nonce && *pledge.nonce < latest_nonce;
    if (!mined) pledged = saturating_add(pledged, pledge.native);
  }
  return balance.minus(pledged).value_or(U256());
}

awaitable<Result<Funds::Free>> Funds::native(LaneKey key, std::string intent_id, U256 needed, FeeMarket market) {
  {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->kept.find(key);
    if (found != state_->kept.end() && found->second.until > clock_.now()) {
      if (const auto left = found->second.free.minus(needed)) {
        const U256 available = found->second.free;
        found->second.free = *left;
        state_->hold_of(key, intent_id).native = needed;
        co_return Free{available, true, std::make_unique<Hold>(state_, key, intent_id)};
      }
    }
  }
  // Pledges before the balance: what is mined in between is missed in both, never counted twice.
  CO_TRY(const std::vector<Store::Pledge> pledges, co_await store_.pledges(key, market));
  CO_TRY(const ChainView view, co_await chain_.observe(key));
  std::set<std::string> stored;
  for (const Store::Pledge& pledge : pledges) stored.insert(pledge.intent_id);
  U256 available = free_of(view.balance, pledges, view.latest_nonce);
  const std::lock_guard lock(state_->mutex);
  for (const auto& [other, held] : state_->held[key]) {
    if (!stored.contains(other)) available = available.minus(held.native).value_or(U256());
  }
  const auto left = available.minus(needed);
  if (!left) co_return Free{available, false};
  state_->hold_of(key, intent_id).native = needed;
  if (state_->kept.size() >= kKept) state_->kept.clear();
  state_->kept.insert_or_assign(key, State::Kept{*left, clock_.now() + kKeptFor});
  co_return Free{available, true, std::make_unique<Hold>(state_, key, intent_id)};
}

awaitable<Result<Funds::Free>> Funds::asset(LaneKey key, std::string intent_id, evm::Address contract, U256 needed,
                                            FeeMarket market) {
  CO_TRY(const std::vector<Store::Pledge> pledges, co_await store_.pledges(key, market));
  CO_TRY(const ChainView view, co_await chain_.observe(key));
  CO_TRY(const U256 balance, co_await chain_.balance(key.network, key.sender, contract));
  const std::string asset = contract.text();
  std::set<std::string> stored;
  U256 pledged;
  for (const Store::Pledge& pledge : pledges) {
    stored.insert(pledge.intent_id);
    const bool mined = pledge.nonce && *pledge.nonce < view.latest_nonce;
    if (!mined && pledge.asset == asset) pledged = saturating_add(pledged, pledge.asset_amount);
  }
  const std::lock_guard lock(state_->mutex);
  for (const auto& [other, held] : state_->held[key]) {
    if (!stored.contains(other) && held.asset == asset) pledged = saturating_add(pledged, held.asset_amount);
  }
  const U256 available = balance.minus(pledged).value_or(U256());
  if (needed > available) co_return Free{available, false};
  State::Held& held = state_->hold_of(key, intent_id);
  held.asset = asset;
  held.asset_amount = needed;
  co_return Free{available, true, std::make_unique<Hold>(state_, key, intent_id)};
}

}  // namespace coffer::transactions
