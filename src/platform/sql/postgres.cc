#include "platform/sql/postgres.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "platform/sql/postgres_connection.h"
#include "platform/sql/postgres_pool.h"

namespace coffer::sql {
namespace {

namespace asio = boost::asio;
using std::chrono::microseconds;

constexpr Query kBegin{"postgres.begin", "BEGIN"};
constexpr Query kCommit{"postgres.commit", "COMMIT"};
constexpr Query kRollback{"postgres.rollback", "ROLLBACK"};
constexpr Query kPing{"postgres.ping", "SELECT 1"};
// Most statements that `execute_many` has under way at once.
constexpr std::size_t kPipelineDepth = 256;
// A body whose connection is lost each time may be the reason for it.
constexpr int kMaxLostAttempts = 3;

class PostgresTransaction final : public Transaction {
 public:
  explicit PostgresTransaction(PostgresConnection& connection) : connection_(connection) {}

  [[nodiscard]] Engine engine() const override { return Engine::kPostgres; }
  std::vector<std::function<void()>> take_actions() { return take_commit_actions(); }

  bool begun = false;
  PostgresFailure failure = PostgresFailure::kNone;
  Error error;

  awaitable<PostgresAnswer> send(std::vector<PostgresStatement> statements) {
    if (failure != PostgresFailure::kNone) co_return PostgresAnswer{fail(error), 0, failure};
    // BEGIN costs no round trip of its own.
    if (!std::exchange(begun, true)) statements.insert(statements.begin(), {kBegin, {}});
    PostgresAnswer answer = co_await connection_.run(std::move(statements));
    if (!answer.rows) {
      failure = answer.failure;
      error = answer.rows.error();
    }
    co_return answer;
  }

 protected:
  awaitable<Result<Rows>> run(Query query, Values parameters) override {
    std::vector<PostgresStatement> statements;
    statements.push_back({query, std::move(parameters)});
    PostgresAnswer answer = co_await send(std::move(statements));
    co_return std::move(answer.rows);
  }

  awaitable<Result<std::uint64_t>> run_many(Query query, std::vector<Values> parameters) override {
    std::uint64_t affected = 0;
    for (std::size_t start = 0; start < parameters.size(); start += kPipelineDepth) {
      std::vector<PostgresStatement> statements;
      for (std::size_t i = start; i < std::min(start + kPipelineDepth, parameters.size()); ++i)
        statements.push_back({query, std::move(parameters[i])});
      PostgresAnswer answer = co_await send(std::move(statements));
      if (!answer.rows) co_return fail(answer.rows.error());
      affected += answer.affected;
    }
    co_return affected;
  }

 private:
  PostgresConnection& connection_;
};

// How one attempt at a transaction ended.
struct Attempt {
  Result<void> outcome;
  PostgresFailure failure = PostgresFailure::kNone;
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(asio::any_io_executor executor, PostgresOptions options)
      : options_(options),
        readers_(executor, options),
        writers_(std::make_shared<PostgresPool>(std::move(executor), std::move(options))) {}

  ~PostgresDatabase() override {
    readers_.close();
    writers_->close();
  }

  [[nodiscard]] Engine engine() const override { return Engine::kPostgres; }

  awaitable<Result<void>> ping() override {
    CO_CHECK(co_await read(kPing));
    co_return Result<void>();
  }

  awaitable<void> close() override {
    readers_.close();
    writers_->close();
    co_return;
  }

 protected:
  awaitable<Result<Rows>> run_read(Query query, Values parameters) override {
    int lost = 0;
    for (int attempt = 1;; ++attempt) {
      CO_TRY(const auto connection, co_await readers_.next());
      std::vector<PostgresStatement> statements;
      statements.push_back({query, parameters});
      PostgresAnswer answer = co_await connection->run(std::move(statements));
      if (!again(answer.failure, attempt, lost)) co_return std::move(answer.rows);
      co_await pause(attempt);
    }
  }

  awaitable<Result<void>> run_transaction(TransactionBody& body) override {
    // Cancelling the caller must not leave a transaction half way: it runs to its end.
    co_return co_await asio::co_spawn(co_await asio::this_coro::executor, run_to_end(body),
                                      asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
  }

 private:
  awaitable<Result<void>> run_to_end(TransactionBody& body) {
    int lost = 0;
    for (int attempt = 1;; ++attempt) {
      CO_TRY(PostgresPool::Lease lease, co_await writers_->acquire());
      Attempt ended = co_await run_once(lease, body);
      if (!again(ended.failure, attempt, lost)) co_return std::move(ended.outcome);
      // The connection goes back before the pause.
      {
        const PostgresPool::Lease done = std::move(lease);
      }
      co_await pause(attempt);
    }
  }

  awaitable<Attempt> run_once(PostgresPool::Lease& lease, TransactionBody& body) {
    PostgresTransaction transaction(*lease);
    std::exception_ptr bug;
    Result<void> outcome;
    try {
      outcome = co_await body.run(transaction);
    } catch (...) {
      bug = std::current_exception();
    }
    if (transaction.failure != PostgresFailure::kNone && outcome) outcome = fail(transaction.error);
    if (outcome && bug == nullptr) co_return co_await commit(lease, transaction);
    co_await roll_back(lease, transaction);
    if (bug != nullptr) std::rethrow_exception(bug);
    co_return Attempt{std::move(outcome), transaction.failure};
  }

  static awaitable<Attempt> commit(PostgresPool::Lease& lease, PostgresTransaction& transaction) {
    if (transaction.begun) {
      const PostgresAnswer answer = co_await lease->run(single(kCommit));
      if (answer.failure == PostgresFailure::kLost) {
        // It may have been committed: running it again could do it twice.
        co_return Attempt{fail(unavailable("the connection was lost during COMMIT: the outcome is unknown")),
                          PostgresFailure::kNone};
      }
      if (!answer.rows) {
        lease.give_back();  // a failed COMMIT has rolled back
        co_return Attempt{fail(answer.rows.error()), answer.failure};
      }
    }
    lease.give_back();
    for (const auto& action : transaction.take_actions()) action();
    co_return Attempt{};
  }

  static awaitable<void> roll_back(PostgresPool::Lease& lease, PostgresTransaction& transaction) {
    if (transaction.failure == PostgresFailure::kLost) co_return;
    if (transaction.begun) {
      const PostgresAnswer answer = co_await lease->run(single(kRollback));
      if (!answer.rows) co_return;
    }
    lease.give_back();
  }

  static std::vector<PostgresStatement> single(Query query) {
    std::vector<PostgresStatement> statements;
    statements.push_back({query, {}});
    return statements;
  }

  [[nodiscard]] bool again(PostgresFailure failure, int attempt, int& lost) const {
    if (failure == PostgresFailure::kLost) return ++lost < kMaxLostAttempts;
    return failure == PostgresFailure::kRetry && attempt < options_.max_attempts;
  }

  // 1 ms doubling to 128 ms, each between half and all of it, so that rivals do not meet again.
  awaitable<void> pause(int attempt) {
    const std::uint64_t full = std::uint64_t{1'000} << std::min(attempt - 1, 7);
    const std::uint64_t draw = jitter_.fetch_add(0x9E3779B97F4A7C15, std::memory_order_relaxed);
    const microseconds delay(static_cast<std::int64_t>(full / 2 + (draw >> 32) % (full / 2)));
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
  }

  PostgresOptions options_;
  PostgresReaders readers_;
  std::shared_ptr<PostgresPool> writers_;
  std::atomic<std::uint64_t> jitter_ = 0;
};

}  // namespace

std::unique_ptr<Database> open_postgres(asio::any_io_executor executor, PostgresOptions options) {
  return std::make_unique<PostgresDatabase>(std::move(executor), std::move(options));
}

}  // namespace coffer::sql
