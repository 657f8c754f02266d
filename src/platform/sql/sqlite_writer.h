#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/strand.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "platform/sql/database.h"
#include "platform/sql/sqlite.h"
#include "platform/sql/sqlite_connection.h"
#include "platform/sql/suspend.h"

namespace coffer::sql {

/// The one writer of an SQLite database: transactions take turns, each under a savepoint, and those
/// that were waiting together share one COMMIT and so one fsync. Everything runs on the strand.
class SqliteWriter {
 public:
  using Strand = boost::asio::strand<boost::asio::any_io_executor>;

  SqliteWriter(Strand strand, std::unique_ptr<SqliteConnection> connection, const SqliteOptions& options);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// Runs the body in its turn and returns when its batch is on the disk. On the strand.
  awaitable<Result<void>> run(TransactionBody& body);

  /// Lets those that wait finish and refuses later ones. On the strand.
  awaitable<void> close();

 private:
  class OpenTransaction;
  // Transactions that share one COMMIT.
  struct Batch {
    std::size_t size = 0;
    std::vector<Resume<Result<void>>> waiting;
    std::vector<std::function<void()>> commit_actions;
  };

  awaitable<void> take_turn();
  void end_turn();
  Result<void> begin_batch();
  awaitable<Result<void>> run_body(std::shared_ptr<OpenTransaction> transaction, TransactionBody& body);
  Result<void> settle(OpenTransaction& transaction, bool keep);
  awaitable<Result<void>> await_commit(std::shared_ptr<Batch> batch);
  void commit_when_idle();
  void commit_batch();

  Strand strand_;
  std::unique_ptr<SqliteConnection> connection_;
  std::size_t max_batch_;
  std::size_t max_waiting_;
  std::chrono::milliseconds transaction_timeout_;
  bool turn_taken_ = false;
  bool closed_ = false;
  std::deque<Resume<bool>> turns_;
  std::shared_ptr<Batch> batch_;
  // A check that was posted when the last turn ended may come after this object is gone.
  std::shared_ptr<SqliteWriter*> self_ = std::make_shared<SqliteWriter*>(this);
};

}  // namespace coffer::sql
