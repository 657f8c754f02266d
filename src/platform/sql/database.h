#pragma once

#include <boost/asio/awaitable.hpp>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/sql/query.h"
#include "platform/sql/rows.h"
#include "platform/sql/value.h"

namespace coffer::sql {

template <class T>
using awaitable = boost::asio::awaitable<T>;

enum class Engine { kSqlite, kPostgres };

/// A database transaction as its body sees it. It lives until the body returns.
///
/// A statement that fails ends the transaction on both engines: later statements fail as well, and
/// nothing is committed whatever the body returns.
class Transaction {
 public:
  virtual ~Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Runs one statement and gives its whole answer.
  template <class... Args>
  awaitable<Result<Rows>> execute(Query query, const Args&... args) {
    return run(query, to_values(args...));
  }

  /// Runs one statement for each set of parameters, in order, without waiting in between where the
  /// engine can (PostgreSQL pipelines them). Answers the sum of the affected rows.
  awaitable<Result<std::uint64_t>> execute_many(Query query, std::vector<Values> parameters) {
    return run_many(query, std::move(parameters));
  }

  /// Runs `action` once the transaction is durable, never if it is rolled back. It is for waking
  /// somebody: it must be quick, must not throw, and may run on any thread.
  void on_commit(std::function<void()> action) { on_commit_.push_back(std::move(action)); }

  [[nodiscard]] virtual Engine engine() const = 0;

 protected:
  Transaction() = default;
  virtual awaitable<Result<Rows>> run(Query query, Values parameters) = 0;
  virtual awaitable<Result<std::uint64_t>> run_many(Query query, std::vector<Values> parameters) = 0;
  /// For the driver: the actions registered so far.
  std::vector<std::function<void()>> take_commit_actions() { return std::exchange(on_commit_, {}); }
  /// For a transaction that wraps another one.
  static awaitable<Result<Rows>> run_in(Transaction& inner, Query query, Values parameters) {
    return inner.run(query, std::move(parameters));
  }

 private:
  std::vector<std::function<void()>> on_commit_;
};

/// Something that runs a transaction's body; drivers see this instead of the body's own type.
class TransactionBody {
 public:
  virtual ~TransactionBody() = default;
  virtual awaitable<Result<void>> run(Transaction& transaction) = 0;
};

/// `awaitable<Result<T>>` of a coroutine body, and its parts.
template <class Body>
using BodyAwaitable = std::invoke_result_t<Body&, Transaction&>;
template <class Body>
using BodyResult = typename BodyAwaitable<Body>::value_type;

/// One database, of one of the two engines. Safe to use from any thread; a coroutine is resumed on
/// its own executor.
class Database {
 public:
  virtual ~Database() = default;

  /// Runs one SELECT outside a transaction, on a read-only connection, on the last committed state.
  /// Everything committed before the call is seen.
  template <class... Args>
  awaitable<Result<Rows>> read(Query query, const Args&... args) {
    return run_read(query, to_values(args...));
  }

  /// Runs `body`, a coroutine `(sql::Transaction&) -> awaitable<Result<T>>`, as if it were alone in
  /// the database (SERIALIZABLE). Commits when it returns a value, rolls back when it returns an
  /// error or throws, and returns only when the outcome is durable.
  ///
  /// The body may be run again after a serialisation failure, a deadlock or a lost connection, so it
  /// must not change anything but the database. It may run on another thread than its caller, which
  /// waits meanwhile; a capturing lambda is fine, it is kept until the end. Keep it short: on SQLite
  /// other writers wait for it, and after `transaction_timeout` it is rolled back.
  ///
  /// UNAVAILABLE: retries ran out, the engine is away, or (then the message says so) the connection
  /// was lost during COMMIT and the outcome is unknown.
  template <class Body>
  BodyAwaitable<Body> transaction(Body body) {
    class Adapter final : public TransactionBody {
     public:
      explicit Adapter(Body& wrapped) : wrapped_(wrapped) {}
      awaitable<Result<void>> run(Transaction& transaction) override {
        outcome.reset();
        outcome.emplace(co_await wrapped_(transaction));
        if (!*outcome) co_return std::unexpected(outcome->error());
        co_return Result<void>();
      }
      std::optional<BodyResult<Body>> outcome;

     private:
      Body& wrapped_;
    };
    Adapter adapter(body);
    Result<void> committed = co_await run_transaction(adapter);
    if (!committed) co_return std::unexpected(std::move(committed).error());
    co_return *std::move(adapter.outcome);
  }

  [[nodiscard]] virtual Engine engine() const = 0;

  /// Answers when the database takes a statement; for `/health/ready`.
  virtual awaitable<Result<void>> ping() = 0;

  /// Waits for what runs, refuses what comes after, closes the connections. Called once, at the end.
  virtual awaitable<void> close() = 0;

 protected:
  virtual awaitable<Result<Rows>> run_read(Query query, Values parameters) = 0;
  virtual awaitable<Result<void>> run_transaction(TransactionBody& body) = 0;
  /// For a database that wraps another one.
  static awaitable<Result<Rows>> read_in(Database& inner, Query query, Values parameters) {
    return inner.run_read(query, std::move(parameters));
  }
  static awaitable<Result<void>> run_transaction_in(Database& inner, TransactionBody& body) {
    return inner.run_transaction(body);
  }
};

}  // namespace coffer::sql
