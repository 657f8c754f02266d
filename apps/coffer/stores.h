#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/coffer/options.h"
#include "platform/async/awaitable.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"

namespace coffer::app {

/// The databases of one server. Keys lie apart from everything else: another file, another backup,
/// another reader.
struct Stores {
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<sql::Database> vault;
};
Result<Stores> open_stores(Executor executor, const ServeOptions& options);

/// Brings both to what this program expects; see sql::migrate.
awaitable<Result<void>> migrate_stores(sql::Database& database, sql::Database& vault);

/// What `migrate_stores` would do, as `wallets 0002_tokens`.
awaitable<Result<std::vector<std::string>>> pending_migrations(sql::Database& database, sql::Database& vault);

}  // namespace coffer::app
