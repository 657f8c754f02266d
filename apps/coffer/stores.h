#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/coffer/options.h"
#include "apps/coffer/topology.h"
#include "platform/async/awaitable.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "platform/telemetry/metrics.h"

namespace coffer::app {

/// The databases of one process. Keys lie apart from everything else: another database, another
/// backup, another reader. Null where no service of this process needs it.
struct Stores {
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<sql::Database> vault;
};
Result<Stores> open_stores(Executor executor, const ServeOptions& options, const Topology& topology);

/// Has the use of both measured from here on; clock and metrics outlive them.
void meter_stores(Stores& stores, const ServeOptions& options, const Clock& clock, telemetry::Metrics& metrics);

/// Brings both to what this program expects for the services of this process; see sql::migrate.
awaitable<Result<void>> migrate_stores(Stores& stores, const Topology& topology);

/// What `migrate_stores` would do, as `wallets 0002_tokens`.
awaitable<Result<std::vector<std::string>>> pending_migrations(Stores& stores, const Topology& topology);

/// Waits for what runs and closes both.
awaitable<void> close_stores(Stores& stores);

}  // namespace coffer::app
