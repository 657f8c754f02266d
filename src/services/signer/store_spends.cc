#include <algorithm>

#include "services/signer/store.h"

namespace coffer::signer {
namespace {

constexpr sql::Query kListSpends{"signer.list_spends",
                                 "SELECT amount FROM signer_spends WHERE owner = $1 AND chain = $2 AND asset = $3 AND "
                                 "spent_at > $4 AND intent_id <> $5"};
constexpr sql::Query kFindSpend{"signer.find_spend",
                                "SELECT amount FROM signer_spends WHERE intent_id = $1 AND chain = $2 AND asset = $3"};
constexpr sql::Query kPutSpend{
    "signer.put_spend",
    "INSERT INTO signer_spends (intent_id, chain, asset, owner, amount, spent_at) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (intent_id, chain, asset) DO UPDATE SET amount = excluded.amount, spent_at = excluded.spent_at"};
constexpr sql::Query kPurgeSpends{"signer.purge_spends", "DELETE FROM signer_spends WHERE spent_at < $1"};

U256 sum(const sql::Rows& rows) {
  U256 total;
  for (const sql::Row row : rows) total = saturating_add(total, row.amount(0));
  return total;
}

bool fits(const U256& spent, const U256& amount, const U256& bound) {
  const auto total = spent.plus(amount);
  return total && *total <= bound;
}

}  // namespace

awaitable<Result<std::optional<Spend>>> Store::record_spends(std::string owner, std::string intent_id,
                                                             std::vector<Spend> spends, std::vector<U256> daily,
                                                             Time since, Time now) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<std::optional<Spend>>> {
    std::vector<sql::Values> recorded;
    for (std::size_t i = 0; i < spends.size(); ++i) {
      const Spend& spend = spends[i];
      CO_TRY(const sql::Rows others,
             co_await transaction.execute(kListSpends, owner, spend.chain, spend.asset, since, intent_id));
      CO_TRY(const sql::Rows own, co_await transaction.execute(kFindSpend, intent_id, spend.chain, spend.asset));
      // A bump may carry less than an earlier attempt that can still be mined.
      const U256 largest = std::max(spend.amount, sum(own));
      if (!fits(sum(others), largest, daily[i])) co_return spend;
      recorded.push_back(sql::to_values(intent_id, spend.chain, spend.asset, owner, largest, now));
    }
    CO_CHECK(co_await transaction.execute_many(kPutSpend, std::move(recorded)));
    co_return std::nullopt;
  };
  co_return co_await database_.transaction(body);
}

awaitable<Result<std::optional<Spend>>> Store::check_spends(std::string owner, std::string intent_id,
                                                            std::vector<Spend> spends, std::vector<U256> daily,
                                                            Time since) {
  for (std::size_t i = 0; i < spends.size(); ++i) {
    const Spend& spend = spends[i];
    CO_TRY(const sql::Rows others,
           co_await database_.read(kListSpends, owner, spend.chain, spend.asset, since, intent_id));
    if (!fits(sum(others), spend.amount, daily[i])) co_return spend;
  }
  co_return std::nullopt;
}

awaitable<Result<void>> Store::purge_spends(Time before) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kPurgeSpends, before));
    co_return Result<void>();
  };
  co_return co_await database_.transaction(body);
}

}  // namespace coffer::signer
