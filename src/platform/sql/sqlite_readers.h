#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/result.h"
#include "platform/sql/database.h"
#include "platform/sql/sqlite.h"
#include "platform/sql/sqlite_connection.h"

namespace coffer::sql {

/// The reads of an SQLite database. A point read costs less than a change of threads, so each read
/// runs where it is asked, within a budget of steps; one that needs more starts over on a reader
/// thread. Safe from any thread.
class SqliteReaders {
 public:
  /// `inline_connections` serve short reads, `thread_connections` one thread each; without the latter
  /// every read runs where it is asked, to its end.
  SqliteReaders(std::vector<std::unique_ptr<SqliteConnection>> inline_connections,
                std::vector<std::unique_ptr<SqliteConnection>> thread_connections, const SqliteOptions& options);
  ~SqliteReaders();
  SqliteReaders(const SqliteReaders&) = delete;
  SqliteReaders& operator=(const SqliteReaders&) = delete;

  awaitable<Result<Rows>> run(Query query, Values parameters);

  /// Refuses later reads and waits for the threads.
  void close();

 private:
  using Connections = std::vector<std::unique_ptr<SqliteConnection>>;

  std::unique_ptr<SqliteConnection> take(Connections& from);
  void give_back(Connections& to, std::unique_ptr<SqliteConnection> connection);
  awaitable<Result<Rows>> run_on_thread(Query query, Values parameters);

  std::mutex mutex_;
  Connections inline_connections_;
  Connections thread_connections_;
  std::size_t waiting_ = 0;
  bool closed_ = false;
  std::size_t max_waiting_;
  std::chrono::milliseconds timeout_;
  std::optional<boost::asio::thread_pool> threads_;
};

}  // namespace coffer::sql
