#pragma once

#include <memory>
#include <string>

#include "base/time.h"
#include "platform/sql/database.h"
#include "platform/telemetry/metrics.h"

namespace coffer::sql {

/// How many operations a database can work on at once; more wait.
struct Capacity {
  std::size_t reads = 1;
  std::size_t transactions = 1;
};

/// The same database, its use measured under the label `database`: operations under way, those that wait included
/// (`coffer_database_operations`), beside how many have a connection at once (`coffer_database_connections`), and how
/// long they take from the call to the answer (`coffer_database_operation_duration_seconds`). `clock` and `metrics`
/// outlive it.
std::unique_ptr<Database> metered(std::unique_ptr<Database> database, const std::string& name, Capacity capacity,
                                  const Clock& clock, telemetry::Metrics& metrics);

}  // namespace coffer::sql
