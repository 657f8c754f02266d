#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "platform/sql/database.h"

namespace coffer::sql {

struct PostgresOptions {
  /// A libpq connection string or URI. May hold a password: never logged.
  std::string connection = {};
  /// Connections for transactions; each open transaction occupies one.
  std::size_t writers = 12;
  /// Connections for reads; many reads share one by pipelining.
  std::size_t readers = 4;
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds statement_timeout{10'000};
  /// How long a transaction waits for a free connection before UNAVAILABLE.
  std::chrono::milliseconds pool_wait_timeout{5'000};
  /// A transaction whose body leaves the connection idle for longer is ended by the server.
  std::chrono::milliseconds idle_in_transaction_timeout{10'000};
  /// How often a transaction is run before its serialisation failure is reported.
  int max_attempts = 12;
};

/// A pool over PostgreSQL 12 or newer on the given executor (libpq, asynchronous, pipeline mode).
/// Connections are made when first needed and made again after they are lost.
std::unique_ptr<Database> open_postgres(boost::asio::any_io_executor executor, PostgresOptions options);

}  // namespace coffer::sql
