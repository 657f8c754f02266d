#include "apps/coffer/stores.h"

#include "platform/events/inbox.h"
#include "platform/events/outbox.h"
#include "platform/sql/metered.h"
#include "platform/sql/postgres.h"
#include "platform/sql/sqlite.h"
#include "services/gateway/idempotency.h"
#include "services/identity/identity.h"
#include "services/signer/store.h"
#include "services/streams/store.h"
#include "services/transactions/store.h"
#include "services/wallets/wallets.h"

namespace coffer::app {
namespace {

/// A database and an owner of tables in it.
struct Owner {
  sql::Database& database;
  sql::Migrations migrations;
};

/// Every owner of tables among the services of this process.
std::vector<Owner> owners(Stores& stores, const Topology& topology) {
  const SystemClock clock;
  SystemEntropy entropy;
  std::vector<Owner> out;
  const auto add = [&](std::string_view service, const std::unique_ptr<sql::Database>& database,
                       std::initializer_list<sql::Migrations> of_service) {
    if (!topology.runs(service)) return;
    for (const sql::Migrations& migrations : of_service) out.push_back({*database, migrations});
  };
  add("signer", stores.vault, {signer::migrations()});
  add("gateway", stores.database, {gateway::migrations()});
  add("identity", stores.database, {identity::migrations()});
  add("wallets", stores.database, {wallets::migrations(), events::Outbox("wallets", clock, entropy).migrations()});
  add("transactions", stores.database,
      {transactions::migrations(), events::Outbox("transactions", clock, entropy).migrations()});
  add("streams", stores.database, {streams::migrations(), events::Inbox("streams", clock).migrations()});
  return out;
}

bool needs_database(const Topology& topology) {
  return topology.runs("gateway") || topology.runs("identity") || topology.runs("wallets") ||
         topology.runs("transactions") || topology.runs("streams");
}

Result<std::unique_ptr<sql::Database>> open(Executor executor, const SecretBytes& url, sql::SqliteOptions file) {
  if (url.size() == 0) return sql::open_sqlite(executor, std::move(file));
  return sql::open_postgres(executor, {.connection = std::string(url.expose_text())});
}

}  // namespace

Result<Stores> open_stores(Executor executor, const ServeOptions& options, const Topology& topology) {
  Stores stores;
  sql::SqliteOptions main = options.sqlite;
  main.path = options.data / "coffer.db";
  if (needs_database(topology)) {
    COFFER_TRY(stores.database, open(executor, options.postgres_url, std::move(main)));
  }
  if (topology.runs("signer")) {
    COFFER_TRY(stores.vault,
               open(executor, options.signer_postgres_url, {.path = options.data / "signer.db", .readers = 1}));
  }
  return stores;
}

void meter_stores(Stores& stores, const ServeOptions& options, const Clock& clock, telemetry::Metrics& metrics) {
  const auto meter = [&](std::unique_ptr<sql::Database>& database, const char* name, std::size_t sqlite_readers) {
    if (!database) return;
    const sql::PostgresOptions pool;
    const sql::Capacity capacity = database->engine() == sql::Engine::kPostgres
                                       ? sql::Capacity{.reads = pool.readers, .transactions = pool.writers}
                                       : sql::Capacity{.reads = sqlite_readers};
    database = sql::metered(std::move(database), name, capacity, clock, metrics);
  };
  meter(stores.database, "main", options.sqlite.readers);
  meter(stores.vault, "vault", 1);
}

awaitable<Result<void>> migrate_stores(Stores& stores, const Topology& topology) {
  for (Owner& owner : owners(stores, topology))
    CO_CHECK(co_await sql::migrate(owner.database, std::move(owner.migrations)));
  co_return Result<void>();
}

awaitable<Result<std::vector<std::string>>> pending_migrations(Stores& stores, const Topology& topology) {
  std::vector<std::string> pending;
  for (Owner& owner : owners(stores, topology)) {
    CO_TRY(std::vector<std::string> more,
           co_await sql::pending_migrations(owner.database, std::move(owner.migrations)));
    pending.insert(pending.end(), more.begin(), more.end());
  }
  co_return pending;
}

awaitable<void> close_stores(Stores& stores) {
  if (stores.database) co_await stores.database->close();
  if (stores.vault) co_await stores.vault->close();
}

}  // namespace coffer::app
