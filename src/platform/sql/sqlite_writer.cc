#include "platform/sql/sqlite_writer.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "platform/sql/dialect.h"

namespace coffer::sql {
namespace {

constexpr Query kBegin{"sqlite.begin", "BEGIN IMMEDIATE"};
constexpr Query kCommit{"sqlite.commit", "COMMIT"};
constexpr Query kRollback{"sqlite.rollback", "ROLLBACK"};
constexpr Query kSavepoint{"sqlite.savepoint", "SAVEPOINT transaction_start"};
constexpr Query kRelease{"sqlite.release", "RELEASE transaction_start"};
constexpr Query kRollbackTo{"sqlite.rollback_to", "ROLLBACK TO transaction_start"};

Error ended() { return unavailable("the database is unavailable (the transaction took too long and was rolled back)"); }

}  // namespace

// A transaction between its savepoint and its release. It can end before its body does: then
// statements of the body fail.
class SqliteWriter::OpenTransaction final : public Transaction {
 public:
  OpenTransaction(SqliteWriter& writer, std::shared_ptr<Batch> batch) : batch(std::move(batch)), writer_(writer) {}

  [[nodiscard]] Engine engine() const override { return Engine::kSqlite; }
  std::vector<std::function<void()>> take_actions() { return take_commit_actions(); }

  const std::shared_ptr<Batch> batch;
  bool open = true;
  std::optional<Error> failure;

 protected:
  awaitable<Result<Rows>> run(Query query, Values parameters) override { co_return step(query, parameters); }

  awaitable<Result<std::uint64_t>> run_many(Query query, std::vector<Values> parameters) override {
    std::uint64_t affected = 0;
    for (const Values& values : parameters) {
      CO_TRY(const Rows rows, step(query, values));
      affected += rows.affected();
    }
    co_return affected;
  }

 private:
  Result<Rows> step(Query query, const Values& parameters) {
    if (!writer_.strand_.running_in_this_thread())
      return fail(internal("sql " + std::string(query.name) + ": the transaction is used off its strand"));
    if (!open) return fail(ended());
    if (failure) return fail(*failure);
    Result<Rows> rows = run_checked(query, parameters);
    if (!rows) failure = rows.error();
    return rows;
  }

  Result<Rows> run_checked(Query query, const Values& parameters) {
    COFFER_CHECK(check_parameters(query, parameters));
    return *writer_.connection_->run(query, parameters, {.time = writer_.transaction_timeout_, .steps = std::nullopt});
  }

  SqliteWriter& writer_;
};

SqliteWriter::SqliteWriter(Strand strand, std::unique_ptr<SqliteConnection> connection, const SqliteOptions& options)
    : strand_(std::move(strand)),
      connection_(std::move(connection)),
      max_batch_(options.max_batch),
      max_waiting_(options.max_waiting),
      transaction_timeout_(options.transaction_timeout) {}

SqliteWriter::~SqliteWriter() = default;

awaitable<Result<void>> SqliteWriter::run(TransactionBody& body) {
  if (closed_) co_return fail(unavailable("the database is unavailable (it is being closed)"));
  if (turns_.size() >= max_waiting_)
    co_return fail(unavailable("the database is unavailable (too many transactions wait)"));
  co_await take_turn();
  if (Result<void> begun = begin_batch(); !begun) {
    end_turn();
    co_return begun;
  }
  const auto transaction = std::make_shared<OpenTransaction>(*this, batch_);
  std::exception_ptr bug;
  Result<void> outcome;
  try {
    outcome = co_await run_body(transaction, body);
  } catch (...) {
    bug = std::current_exception();
  }
  if (std::exchange(transaction->open, false)) {
    if (outcome && transaction->failure) outcome = fail(*transaction->failure);
    Result<void> settled = settle(*transaction, outcome && bug == nullptr);
    if (outcome && !settled) outcome = settled;
    // The answer may rest on what earlier transactions of the batch wrote: it waits for them even
    // when this one changed nothing.
    Result<void> committed = co_await await_commit(transaction->batch);
    if (outcome && !committed) outcome = committed;
  } else if (outcome) {
    outcome = fail(ended());
  }
  if (bug != nullptr) std::rethrow_exception(bug);
  co_return outcome;
}

awaitable<void> SqliteWriter::take_turn() {
  if (!std::exchange(turn_taken_, true)) co_return;
  co_await suspend<bool>([this](Resume<bool> resume) { turns_.push_back(std::move(resume)); });
}

void SqliteWriter::end_turn() {
  if (batch_ != nullptr && batch_->size >= max_batch_) commit_batch();
  if (!turns_.empty()) {
    Resume<bool> next = std::move(turns_.front());
    turns_.pop_front();
    next(true);
    return;
  }
  turn_taken_ = false;
  // Transactions that were posted meanwhile come first and join the batch.
  boost::asio::post(strand_, [self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->commit_when_idle();
  });
}

Result<void> SqliteWriter::begin_batch() {
  if (batch_ == nullptr) {
    COFFER_CHECK(connection_->execute(kBegin));
    batch_ = std::make_shared<Batch>();
  }
  return connection_->execute(kSavepoint);
}

awaitable<Result<void>> SqliteWriter::run_body(std::shared_ptr<OpenTransaction> transaction, TransactionBody& body) {
  boost::asio::steady_timer timer(strand_, transaction_timeout_);
  // A body that does not come back loses its turn; what it wrote is rolled back, the others go on.
  timer.async_wait([this, transaction](const boost::system::error_code& cancelled) {
    if (cancelled || !std::exchange(transaction->open, false)) return;
    static_cast<void>(settle(*transaction, false));
    end_turn();
  });
  co_return co_await body.run(*transaction);
}

Result<void> SqliteWriter::settle(OpenTransaction& transaction, bool keep) {
  // A full disk or an I/O error makes SQLite roll back the whole batch.
  if (!connection_->in_transaction())
    return fail(unavailable("the database is unavailable (the disk is full or failing)"));
  if (!keep) COFFER_CHECK(connection_->execute(kRollbackTo));
  COFFER_CHECK(connection_->execute(kRelease));
  if (keep) {
    for (auto& action : transaction.take_actions()) transaction.batch->commit_actions.push_back(std::move(action));
  }
  return {};
}

awaitable<Result<void>> SqliteWriter::await_commit(std::shared_ptr<Batch> batch) {
  co_return co_await suspend<Result<void>>([this, batch](Resume<Result<void>> resume) {
    ++batch->size;
    batch->waiting.push_back(std::move(resume));
    end_turn();
  });
}

void SqliteWriter::commit_when_idle() {
  if (!turn_taken_ && batch_ != nullptr) commit_batch();
}

void SqliteWriter::commit_batch() {
  const std::shared_ptr<Batch> batch = std::exchange(batch_, nullptr);
  Result<void> committed;
  if (!connection_->in_transaction()) {
    committed = fail(unavailable("the database is unavailable (the disk is full or failing)"));
  } else {
    committed = connection_->execute(kCommit);
    if (!committed && connection_->in_transaction()) static_cast<void>(connection_->execute(kRollback));
  }
  if (committed) {
    for (const auto& action : batch->commit_actions) action();
  }
  for (auto& resume : batch->waiting) resume(committed);
}

awaitable<void> SqliteWriter::close() {
  closed_ = true;
  co_await take_turn();
  if (batch_ != nullptr) commit_batch();
  end_turn();
}

}  // namespace coffer::sql
