#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/sql/database.h"

namespace coffer::sql {

/// One file of a service's `migrations/` folder: `0001_wallets.sql` is number 1. Once released its
/// text never changes; a change is a new file.
struct Migration {
  int number = 0;
  std::string name;
  std::string text;
};

/// All migrations of one owner, in order, numbered from 1 without gaps. Tables of the owner begin
/// with its name: `wallets_…`. A service's CMakeLists says
/// `coffer_migrations(WALLETS_MIGRATIONS wallets)` and adds `${WALLETS_MIGRATIONS}` to its sources;
/// its header declares what that file defines: `const sql::Migrations& migrations();` in namespace
/// `coffer::wallets`.
struct Migrations {
  std::string owner;
  std::vector<Migration> steps;
};

/// Applies what is not yet applied, each owner in one transaction under a lock, so that several
/// processes may start at once. Refuses when an applied migration's text has changed, when the
/// database is newer than the program, or when a table lacks the owner's prefix.
awaitable<Result<void>> migrate(Database& database, Migrations migrations);

/// What `migrate` would apply, as `wallets 0002_tokens`; fails where it would refuse. Makes the table
/// that records migrations where there is none.
awaitable<Result<std::vector<std::string>>> pending_migrations(Database& database, Migrations migrations);

/// The statements of a script, split at semicolons outside strings, quoted names and comments.
std::vector<std::string_view> split_statements(std::string_view script);

}  // namespace coffer::sql
