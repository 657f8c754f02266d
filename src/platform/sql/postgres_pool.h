#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "platform/sql/postgres.h"
#include "platform/sql/postgres_connection.h"
#include "platform/sql/suspend.h"

namespace coffer::sql {

/// Connections that are used by one transaction at a time. Safe from any thread; lives as long as its
/// leases.
class PostgresPool : public std::enable_shared_from_this<PostgresPool> {
 public:
  /// The use of one connection. Unless `give_back` was called the connection is closed with it, so that
  /// a transaction that was torn away is rolled back by the server.
  class Lease {
   public:
    Lease(std::shared_ptr<PostgresPool> pool, std::shared_ptr<PostgresConnection> connection)
        : pool_(std::move(pool)), connection_(std::move(connection)) {}
    ~Lease();
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;

    PostgresConnection& operator*() const { return *connection_; }
    PostgresConnection* operator->() const { return connection_.get(); }
    /// The connection is between transactions: keep it for the next one.
    void give_back();

   private:
    std::shared_ptr<PostgresPool> pool_;
    std::shared_ptr<PostgresConnection> connection_;
  };

  PostgresPool(boost::asio::any_io_executor executor, PostgresOptions options);

  /// Waits its turn, at most `pool_wait_timeout`, and connects when no idle connection is left.
  awaitable<Result<Lease>> acquire();

  /// Refuses later callers and closes the idle connections.
  void close();

 private:
  struct Waiter;

  awaitable<bool> take_slot();
  void free_slot(std::shared_ptr<PostgresConnection> idle);
  std::shared_ptr<PostgresConnection> take_idle();

  boost::asio::any_io_executor executor_;
  PostgresOptions options_;
  std::mutex mutex_;
  bool closed_ = false;
  std::size_t free_slots_;
  std::deque<std::shared_ptr<Waiter>> waiters_;
  std::vector<std::shared_ptr<PostgresConnection>> idle_;
};

/// Connections that many reads share by pipelining. Safe from any thread.
class PostgresReaders {
 public:
  PostgresReaders(boost::asio::any_io_executor executor, const PostgresOptions& options);

  /// The next connection in turn, connected first if it has to be.
  awaitable<Result<std::shared_ptr<PostgresConnection>>> next();

  void close();

 private:
  using Connected = Result<std::shared_ptr<PostgresConnection>>;
  struct Slot {
    std::shared_ptr<PostgresConnection> connection;
    bool connecting = false;
    std::vector<Resume<Connected>> waiting;  // for the one that connects
  };

  awaitable<Connected> connect(Slot& slot);

  boost::asio::any_io_executor executor_;
  PostgresOptions options_;
  std::mutex mutex_;
  bool closed_ = false;
  std::size_t turn_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace coffer::sql
