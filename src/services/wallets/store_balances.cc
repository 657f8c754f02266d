// Whose balances are watched, and what was told of them.
#include "services/wallets/rows.h"
#include "services/wallets/store.h"

namespace coffer::wallets {
namespace {

using sql::Query;
using sql::Rows;

constexpr Query kWatch{"wallets.watch_account",
                       "INSERT INTO wallets_watched (account_id, network, watched_until) VALUES ($1, $2, $3) "
                       "ON CONFLICT (account_id) DO UPDATE SET watched_until = $3"};
constexpr Query kWatched{
    "wallets.watched_accounts",
    "SELECT a.id, a.wallet_id, a.owner, a.network, a.chain, a.address, a.path, a.account_index, a.scanned_block, "
    "a.created_at FROM wallets_watched w JOIN wallets_accounts a ON a.id = w.account_id "
    "WHERE w.network = $1 AND w.watched_until > $2 ORDER BY w.watched_until DESC LIMIT $3"};
constexpr Query kAccountsAt{
    "wallets.accounts_at_address",
    "SELECT id, wallet_id, owner, network, chain, address, path, account_index, scanned_block, created_at "
    "FROM wallets_accounts WHERE network = $1 AND address = $2 ORDER BY id LIMIT 100"};
constexpr Query kTokensOfAccount{"wallets.tokens_of_account",
                                 "SELECT account_id, contract, symbol, name, decimals FROM wallets_tokens "
                                 "WHERE account_id = $1 ORDER BY added_at, contract LIMIT 100"};
constexpr Query kTold{"wallets.told_balance",
                      "SELECT amount FROM wallets_told_balances WHERE account_id = $1 AND contract = $2"};
constexpr Query kTell{"wallets.tell_balance",
                      "INSERT INTO wallets_told_balances (account_id, contract, amount, block) VALUES ($1, $2, $3, $4) "
                      "ON CONFLICT (account_id, contract) DO UPDATE SET amount = $3, block = $4 "
                      "WHERE wallets_told_balances.amount <> $3 AND wallets_told_balances.block <= $4 "
                      "RETURNING account_id"};
constexpr Query kTellEmpty{"wallets.tell_empty_balance",
                           "UPDATE wallets_told_balances SET amount = '0', block = $3 WHERE account_id = $1 AND "
                           "contract = $2 AND amount <> '0' AND block <= $3 RETURNING account_id"};

}  // namespace

awaitable<Result<void>> Store::watch(sql::Transaction& transaction, const AccountRow& account, Time until) {
  CO_CHECK(co_await transaction.execute(kWatch, account.id, account.network, until));
  co_return Result<void>();
}

awaitable<Result<std::vector<AccountRow>>> Store::watched_accounts(std::string network, Time now, std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(kWatched, network, now, limit));
  co_return all(rows, account_of);
}

awaitable<Result<std::vector<AccountRow>>> Store::accounts_at(std::string network, std::string address) {
  CO_TRY(const Rows rows, co_await database_.read(kAccountsAt, network, address));
  co_return all(rows, account_of);
}

awaitable<Result<std::vector<TokenRow>>> Store::tokens_of_account(std::string account_id) {
  CO_TRY(const Rows rows, co_await database_.read(kTokensOfAccount, account_id));
  co_return all(rows, token_of);
}

awaitable<Result<std::string>> Store::told_balance(std::string account_id, std::string contract) {
  CO_TRY(const Rows rows, co_await database_.read(kTold, account_id, contract));
  co_return rows.empty() ? "0" : rows[0].text(0);
}

awaitable<Result<bool>> Store::tell_balance(sql::Transaction& transaction, const Balance& balance) {
  if (balance.amount == "0") {
    CO_TRY(const Rows emptied,
           co_await transaction.execute(kTellEmpty, balance.account_id, balance.contract, balance.block));
    co_return !emptied.empty();
  }
  CO_TRY(const Rows told,
         co_await transaction.execute(kTell, balance.account_id, balance.contract, balance.amount, balance.block));
  co_return !told.empty();
}

}  // namespace coffer::wallets
