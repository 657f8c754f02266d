#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "platform/sql/page.h"

namespace coffer::wallets {

template <class T>
using awaitable = boost::asio::awaitable<T>;

/// The tables of this service.
const sql::Migrations& migrations();

struct WalletRow {
  std::string id;
  std::string owner;
  std::string label;
  std::string kind;    // hd, imported, watch
  bool ready = false;  // its accounts stand
  bool exportable = false;
  std::string key_kind;  // seed, secp256k1; empty when only watched
  std::string xpub;
  std::string idempotency_key;
  Time created_at;
};

struct AccountRow {
  std::string id;
  std::string wallet_id;
  std::string owner;
  std::string network;
  std::string chain;  // CAIP-2
  std::string address;
  std::string path;
  std::int32_t index = 0;
  std::int64_t scanned_block = 0;
  Time created_at;
};

struct TokenRow {
  std::string account_id;
  std::string contract;
  std::string symbol;
  std::string name;
  std::int32_t decimals = 0;
};

/// An account with what its wallet knows about its key.
struct OwnedAccount {
  AccountRow account;
  std::string wallet_kind;
  std::string key_kind;
};

/// What lies on an account as of a block; `contract` is empty for the native coin.
struct Balance {
  std::string account_id;
  std::string contract;
  std::string amount;
  std::int64_t block = 0;
};

/// Every function that looks for one user's things takes the owner, so that a stranger's id finds
/// nothing.
class Store {
 public:
  explicit Store(sql::Database& database) : database_(database) {}

  [[nodiscard]] sql::Database& database() const { return database_; }

  /// Records the wallet as being created, or answers the row that the same idempotency key made before.
  awaitable<Result<WalletRow>> begin_wallet(WalletRow wallet);
  /// Stores the accounts and shows the wallet. A second call for a ready wallet changes nothing.
  awaitable<Result<bool>> finish_wallet(sql::Transaction& transaction, const WalletRow& wallet,
                                        const std::vector<AccountRow>& accounts);
  /// Removes a wallet whose key could not be made.
  awaitable<Result<void>> abandon_wallet(std::string wallet_id);

  awaitable<Result<std::int64_t>> count_wallets(std::string owner);
  awaitable<Result<std::optional<WalletRow>>> find_wallet(std::string owner, std::string wallet_id);
  awaitable<Result<std::vector<WalletRow>>> list_wallets(std::string owner, sql::Page page);
  awaitable<Result<void>> rename_wallet(std::string owner, std::string wallet_id, std::string label);

  /// CONFLICT when the wallet has an account with that index on that network.
  awaitable<Result<void>> add_account(sql::Transaction& transaction, const AccountRow& account);
  awaitable<Result<std::vector<AccountRow>>> accounts_of_wallet(std::string wallet_id);
  /// The accounts of one page of a user's wallets, whose ids lie between the two.
  awaitable<Result<std::vector<AccountRow>>> accounts_between(std::string owner, std::string first_wallet,
                                                              std::string last_wallet);
  awaitable<Result<std::optional<OwnedAccount>>> find_account(std::string account_id);
  /// Oldest first; every network when `network` is empty.
  awaitable<Result<std::vector<OwnedAccount>>> accounts_of_user(std::string owner, std::string network);

  awaitable<Result<std::vector<TokenRow>>> tokens_of_wallet(std::string wallet_id);
  /// Adds tokens that the account does not show yet, and records how far the chain was searched.
  awaitable<Result<void>> add_tokens(std::string account_id, std::vector<TokenRow> tokens, std::int64_t scanned_block,
                                     Time now);

  /// Has the account's balances watched until then.
  awaitable<Result<void>> watch(sql::Transaction& transaction, const AccountRow& account, Time until);
  /// Those at which somebody looked last, first.
  awaitable<Result<std::vector<AccountRow>>> watched_accounts(std::string network, Time now, std::int64_t limit);
  /// Whoever's they are.
  awaitable<Result<std::vector<AccountRow>>> accounts_at(std::string network, std::string address);
  awaitable<Result<std::vector<TokenRow>>> tokens_of_account(std::string account_id);
  /// What was told last; 0 before anything was.
  awaitable<Result<std::string>> told_balance(std::string account_id, std::string contract);
  /// Whether this is news: another amount than was told before, and of no earlier block. Then it counts
  /// as told.
  awaitable<Result<bool>> tell_balance(sql::Transaction& transaction, const Balance& balance);

 private:
  sql::Database& database_;
};

}  // namespace coffer::wallets
