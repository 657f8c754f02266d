#include "apps/coffer/stores.h"

#include "platform/events/inbox.h"
#include "platform/events/outbox.h"
#include "platform/sql/sqlite.h"
#include "services/gateway/idempotency.h"
#include "services/identity/identity.h"
#include "services/signer/store.h"
#include "services/streams/store.h"
#include "services/transactions/store.h"
#include "services/wallets/wallets.h"

namespace coffer::app {
namespace {

/// Every owner of tables in the main database.
std::vector<sql::Migrations> database_migrations() {
  const SystemClock clock;
  SystemEntropy entropy;
  return {gateway::migrations(),
          identity::migrations(),
          wallets::migrations(),
          transactions::migrations(),
          streams::migrations(),
          events::Outbox("wallets", clock, entropy).migrations(),
          events::Outbox("transactions", clock, entropy).migrations(),
          events::Inbox("streams", clock).migrations()};
}

}  // namespace

Result<Stores> open_stores(Executor executor, const ServeOptions& options) {
  Stores stores;
  sql::SqliteOptions main = options.sqlite;
  main.path = options.data / "coffer.db";
  COFFER_TRY(stores.database, sql::open_sqlite(executor, std::move(main)));
  COFFER_TRY(stores.vault, sql::open_sqlite(executor, {.path = options.data / "signer.db", .readers = 1}));
  return stores;
}

awaitable<Result<void>> migrate_stores(sql::Database& database, sql::Database& vault) {
  CO_CHECK(co_await sql::migrate(vault, signer::migrations()));
  for (sql::Migrations& migrations : database_migrations())
    CO_CHECK(co_await sql::migrate(database, std::move(migrations)));
  co_return Result<void>();
}

awaitable<Result<std::vector<std::string>>> pending_migrations(sql::Database& database, sql::Database& vault) {
  CO_TRY(std::vector<std::string> pending, co_await sql::pending_migrations(vault, signer::migrations()));
  for (sql::Migrations& migrations : database_migrations()) {
    CO_TRY(std::vector<std::string> more, co_await sql::pending_migrations(database, std::move(migrations)));
    pending.insert(pending.end(), more.begin(), more.end());
  }
  co_return pending;
}

}  // namespace coffer::app
