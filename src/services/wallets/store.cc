#include "services/wallets/store.h"

#include <utility>

#include "services/wallets/rows.h"

namespace coffer::wallets {
namespace {

using sql::Query;
using sql::Row;
using sql::Rows;

constexpr Query kInsertWallet{"wallets.insert_wallet",
                              "INSERT INTO wallets_wallets (id, owner, label, kind, state, exportable, key_kind, xpub, "
                              "idempotency_key, created_at) "
                              "VALUES ($1, $2, $3, $4, 'creating', $5, $6, $7, $8, $9) ON CONFLICT (owner, "
                              "idempotency_key) DO NOTHING RETURNING id"};
constexpr Query kWalletByIdempotency{"wallets.by_idempotency",
                                     "SELECT id, owner, label, kind, state, exportable, key_kind, xpub, "
                                     "idempotency_key, created_at FROM wallets_wallets "
                                     "WHERE owner = $1 AND idempotency_key = $2"};
constexpr Query kShowWallet{
    "wallets.show_wallet",
    "UPDATE wallets_wallets SET state = 'ready', key_kind = $2 WHERE id = $1 AND state = 'creating'"};
constexpr Query kAbandonWallet{"wallets.abandon_wallet",
                               "DELETE FROM wallets_wallets WHERE id = $1 AND state = 'creating'"};
constexpr Query kCountWallets{"wallets.count", "SELECT COUNT(*) FROM wallets_wallets WHERE owner = $1"};
constexpr Query kFindWallet{"wallets.find",
                            "SELECT id, owner, label, kind, state, exportable, key_kind, xpub, idempotency_key, "
                            "created_at FROM wallets_wallets "
                            "WHERE id = $1 AND owner = $2 AND state = 'ready'"};
constexpr Query kListWallets{"wallets.list",
                             "SELECT id, owner, label, kind, state, exportable, key_kind, xpub, idempotency_key, "
                             "created_at FROM wallets_wallets "
                             "WHERE owner = $1 AND id < $2 AND state = 'ready' ORDER BY id DESC LIMIT $3"};
constexpr Query kRenameWallet{"wallets.rename",
                              "UPDATE wallets_wallets SET label = $3 WHERE id = $1 AND owner = $2 AND state = 'ready'"};
constexpr Query kInsertAccount{"wallets.insert_account",
                               "INSERT INTO wallets_accounts (id, wallet_id, owner, network, chain, address, path, "
                               "account_index, scanned_block, created_at) "
                               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (wallet_id, network, "
                               "account_index) DO NOTHING RETURNING id"};
constexpr Query kAccountsOfWallet{
    "wallets.accounts_of_wallet",
    "SELECT id, wallet_id, owner, network, chain, address, path, account_index, scanned_block, created_at "
    "FROM wallets_accounts WHERE wallet_id = $1 ORDER BY id"};
constexpr Query kAccountsBetween{
    "wallets.accounts_between",
    "SELECT id, wallet_id, owner, network, chain, address, path, account_index, scanned_block, created_at "
    "FROM wallets_accounts WHERE owner = $1 AND wallet_id >= $2 AND wallet_id <= $3 ORDER BY id"};
constexpr Query kFindAccount{
    "wallets.find_account",
    "SELECT a.id, a.wallet_id, a.owner, a.network, a.chain, a.address, a.path, a.account_index, a.scanned_block, "
    "a.created_at, w.kind, w.key_kind FROM wallets_accounts a JOIN wallets_wallets w ON w.id = a.wallet_id WHERE a.id "
    "= $1"};
constexpr Query kAccountsOfUser{
    "wallets.accounts_of_user",
    "SELECT a.id, a.wallet_id, a.owner, a.network, a.chain, a.address, a.path, a.account_index, a.scanned_block, "
    "a.created_at, w.kind, w.key_kind FROM wallets_accounts a JOIN wallets_wallets w ON w.id = a.wallet_id "
    "WHERE a.owner = $1 AND ($2 = '' OR a.network = $2) ORDER BY a.id LIMIT 1000"};
constexpr Query kTokensOfWallet{"wallets.tokens_of_wallet",
                                "SELECT t.account_id, t.contract, t.symbol, t.name, t.decimals FROM wallets_tokens t "
                                "JOIN wallets_accounts a ON a.id = t.account_id WHERE a.wallet_id = $1 ORDER BY "
                                "t.account_id, t.added_at, t.contract"};
constexpr Query kInsertToken{"wallets.insert_token",
                             "INSERT INTO wallets_tokens (account_id, contract, symbol, name, decimals, added_at) "
                             "VALUES ($1, $2, $3, $4, $5, $6) "
                             "ON CONFLICT (account_id, contract) DO NOTHING"};
constexpr Query kMarkScanned{"wallets.mark_scanned",
                             "UPDATE wallets_accounts SET scanned_block = $2 WHERE id = $1 AND scanned_block < $2"};

/// The empty text stands for NULL in columns that may lack a value.
std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

WalletRow wallet_of(const Row& row) {
  return {.id = row.text(0),
          .owner = row.text(1),
          .label = row.text(2),
          .kind = row.text(3),
          .ready = row.text(4) == "ready",
          .exportable = row.boolean(5),
          .key_kind = row.optional_text(6).value_or(""),
          .xpub = row.optional_text(7).value_or(""),
          .idempotency_key = row.optional_text(8).value_or(""),
          .created_at = row.time(9)};
}

OwnedAccount owned_account_of(const Row& row) {
  return {.account = account_of(row), .wallet_kind = row.text(10), .key_kind = row.optional_text(11).value_or("")};
}

template <class Convert>
auto at_most_one(const Rows& rows, Convert convert) {
  std::optional<decltype(convert(rows[0]))> out;
  if (const auto row = rows.first()) out = convert(*row);
  return out;
}

}  // namespace

AccountRow account_of(const Row& row) {
  return {.id = row.text(0),
          .wallet_id = row.text(1),
          .owner = row.text(2),
          .network = row.text(3),
          .chain = row.text(4),
          .address = row.text(5),
          .path = row.text(6),
          .index = static_cast<std::int32_t>(row.i64(7)),
          .scanned_block = row.i64(8),
          .created_at = row.time(9)};
}

TokenRow token_of(const Row& row) {
  return {.account_id = row.text(0),
          .contract = row.text(1),
          .symbol = row.text(2),
          .name = row.text(3),
          .decimals = static_cast<std::int32_t>(row.i64(4))};
}

awaitable<Result<WalletRow>> Store::begin_wallet(WalletRow wallet) {
  co_return co_await database_.transaction([&wallet](sql::Transaction& transaction) -> awaitable<Result<WalletRow>> {
    CO_TRY(const Rows made, co_await transaction.execute(kInsertWallet, wallet.id, wallet.owner, wallet.label,
                                                         wallet.kind, wallet.exportable ? 1 : 0,
                                                         unless_empty(wallet.key_kind), unless_empty(wallet.xpub),
                                                         unless_empty(wallet.idempotency_key), wallet.created_at));
    if (!made.empty()) co_return wallet;
    CO_TRY(const Rows earlier,
           co_await transaction.execute(kWalletByIdempotency, wallet.owner, wallet.idempotency_key));
    co_return wallet_of(earlier[0]);
  });
}

awaitable<Result<bool>> Store::finish_wallet(sql::Transaction& transaction, const WalletRow& wallet,
                                             const std::vector<AccountRow>& accounts) {
  CO_TRY(const Rows shown, co_await transaction.execute(kShowWallet, wallet.id, unless_empty(wallet.key_kind)));
  if (shown.affected() == 0) co_return false;
  for (const AccountRow& account : accounts) CO_CHECK(co_await add_account(transaction, account));
  co_return true;
}

awaitable<Result<void>> Store::abandon_wallet(std::string wallet_id) {
  co_return co_await database_.transaction([&wallet_id](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kAbandonWallet, wallet_id));
    co_return Result<void>();
  });
}

awaitable<Result<std::int64_t>> Store::count_wallets(std::string owner) {
  CO_TRY(const Rows rows, co_await database_.read(kCountWallets, owner));
  co_return rows[0].i64(0);
}

awaitable<Result<std::optional<WalletRow>>> Store::find_wallet(std::string owner, std::string wallet_id) {
  CO_TRY(const Rows rows, co_await database_.read(kFindWallet, wallet_id, owner));
  co_return at_most_one(rows, wallet_of);
}

awaitable<Result<std::vector<WalletRow>>> Store::list_wallets(std::string owner, sql::Page page) {
  CO_TRY(const Rows rows, co_await database_.read(kListWallets, owner, page.after, page.limit()));
  co_return all(rows, wallet_of);
}

awaitable<Result<void>> Store::rename_wallet(std::string owner, std::string wallet_id, std::string label) {
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kRenameWallet, wallet_id, owner, label));
    co_return Result<void>();
  });
}

awaitable<Result<void>> Store::add_account(sql::Transaction& transaction, const AccountRow& account) {
  CO_TRY(const Rows made, co_await transaction.execute(kInsertAccount, account.id, account.wallet_id, account.owner,
                                                       account.network, account.chain, account.address, account.path,
                                                       account.index, account.scanned_block, account.created_at));
  if (made.empty())
    co_return fail(conflict("the wallet has an account with this index on this network").with("field", "index"));
  co_return Result<void>();
}

awaitable<Result<std::vector<AccountRow>>> Store::accounts_of_wallet(std::string wallet_id) {
  CO_TRY(const Rows rows, co_await database_.read(kAccountsOfWallet, wallet_id));
  co_return all(rows, account_of);
}

awaitable<Result<std::vector<AccountRow>>> Store::accounts_between(std::string owner, std::string first_wallet,
                                                                   std::string last_wallet) {
  CO_TRY(const Rows rows, co_await database_.read(kAccountsBetween, owner, first_wallet, last_wallet));
  co_return all(rows, account_of);
}

awaitable<Result<std::optional<OwnedAccount>>> Store::find_account(std::string account_id) {
  CO_TRY(const Rows rows, co_await database_.read(kFindAccount, account_id));
  co_return at_most_one(rows, owned_account_of);
}

awaitable<Result<std::vector<OwnedAccount>>> Store::accounts_of_user(std::string owner, std::string network) {
  CO_TRY(const Rows rows, co_await database_.read(kAccountsOfUser, owner, network));
  co_return all(rows, owned_account_of);
}

awaitable<Result<std::vector<TokenRow>>> Store::tokens_of_wallet(std::string wallet_id) {
  CO_TRY(const Rows rows, co_await database_.read(kTokensOfWallet, wallet_id));
  co_return all(rows, token_of);
}

awaitable<Result<void>> Store::add_tokens(std::string account_id, std::vector<TokenRow> tokens,
                                          std::int64_t scanned_block, Time now) {
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    for (const TokenRow& token : tokens)
      CO_CHECK(co_await transaction.execute(kInsertToken, account_id, token.contract, token.symbol, token.name,
                                            token.decimals, now));
    CO_CHECK(co_await transaction.execute(kMarkScanned, account_id, scanned_block));
    co_return Result<void>();
  });
}

}  // namespace coffer::wallets
