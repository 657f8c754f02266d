#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "platform/sql/database.h"

namespace coffer::sql {

struct SqliteOptions {
  /// The database file; created when missing. Empty: a database in memory, gone with the object,
  /// that starts no thread and runs everything on the given executor (tests, the simulator).
  std::filesystem::path path = {};
  /// Connections for reads; each long read occupies one.
  std::size_t readers = 4;
  /// Most transactions that share one fsync.
  std::size_t max_batch = 256;
  /// A body that takes longer is rolled back so that the next one gets its turn.
  std::chrono::milliseconds transaction_timeout{10'000};
  /// A read that takes longer is stopped.
  std::chrono::milliseconds read_timeout{10'000};
  /// How long to wait for another process that holds the file.
  std::chrono::milliseconds busy_timeout{5'000};
  /// Most transactions waiting for their turn; more are refused with UNAVAILABLE.
  std::size_t max_waiting = 10'000;

  bool operator==(const SqliteOptions&) const = default;
};

/// Opens SQLite in WAL mode with synchronous=FULL: what is answered is on the disk.
///
/// One thread writes. Transactions run on it one after another, each under its own savepoint, and
/// share the next COMMIT with those that were waiting at the same time (group commit); nobody is
/// answered before the fsync. Reads run where they are asked while they are short, and start over on
/// a reader thread when they are not.
Result<std::unique_ptr<Database>> open_sqlite(boost::asio::any_io_executor executor, SqliteOptions options);

}  // namespace coffer::sql
