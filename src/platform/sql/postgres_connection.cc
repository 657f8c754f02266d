#include "platform/sql/postgres_connection.h"

#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "platform/sql/dialect.h"

namespace coffer::sql {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using WaitType = asio::posix::stream_descriptor::wait_type;

// Statements beyond this number are prepared for one use.
constexpr std::size_t kMaxPrepared = 256;
// The server stops a statement by itself; what is silent for so much longer is gone.
constexpr std::chrono::milliseconds kGrace{2'000};

Error lost() { return unavailable("the database is unavailable (the connection was lost)"); }

std::string session_options(const PostgresOptions& options, PostgresConnection::Access access) {
  std::string out = "-c default_transaction_isolation=serializable -c statement_timeout=" +
                    std::to_string(options.statement_timeout.count()) + " -c idle_in_transaction_session_timeout=" +
                    std::to_string(options.idle_in_transaction_timeout.count());
  if (access == PostgresConnection::Access::kRead) out += " -c default_transaction_read_only=on";
  return out;
}

}  // namespace

PostgresConnection::PostgresConnection(asio::any_io_executor executor, const PostgresOptions& options)
    : strand_(asio::make_strand(std::move(executor))),
      socket_(strand_),
      watchdog_(strand_),
      answer_timeout_(options.statement_timeout + kGrace),
      connect_timeout_(options.connect_timeout) {}

PostgresConnection::~PostgresConnection() {
  // libpq owns the descriptor and closes it.
  if (socket_.is_open()) socket_.release();
}

awaitable<Result<std::shared_ptr<PostgresConnection>>> PostgresConnection::connect(asio::any_io_executor executor,
                                                                                   const PostgresOptions& options,
                                                                                   Access access) {
  std::shared_ptr<PostgresConnection> connection(new PostgresConnection(std::move(executor), options));
  Result<void> established =
      co_await asio::co_spawn(connection->strand_, connection->establish(options, access),
                              asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
  if (!established) co_return fail(established.error());
  co_return connection;
}

awaitable<Result<void>> PostgresConnection::establish(const PostgresOptions& options, Access access) {
  const std::string session = session_options(options, access);
  const std::array<const char*, 7> keys{"dbname",     "client_encoding",  "options", "fallback_application_name",
                                        "keepalives", "tcp_user_timeout", nullptr};
  const std::array<const char*, 7> values{
      options.connection.c_str(), "UTF8", session.c_str(), "coffer", "1", "15000", nullptr};
  connection_.reset(PQconnectStartParams(keys.data(), values.data(), 1));
  if (connection_ == nullptr || PQstatus(connection_.get()) == CONNECTION_BAD) co_return fail(lost());
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  CO_CHECK(co_await poll_until_connected());
  if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1)
    co_return fail(lost());
  follow_socket();
  usable_ = true;
  co_return Result<void>();
}

awaitable<Result<void>> PostgresConnection::poll_until_connected() {
  const auto self = shared_from_this();
  bool late = false;
  asio::steady_timer limit(strand_, connect_timeout_);
  limit.async_wait([self, &late](const error_code& cancelled) {
    if (cancelled) return;
    late = true;
    self->socket_.cancel();
  });
  for (PostgresPollingStatusType next = PGRES_POLLING_WRITING; !late;) {
    follow_socket();
    error_code failure;
    co_await socket_.async_wait(next == PGRES_POLLING_READING ? WaitType::wait_read : WaitType::wait_write,
                                asio::redirect_error(asio::use_awaitable, failure));
    if (failure) break;
    next = PQconnectPoll(connection_.get());
    if (next == PGRES_POLLING_OK) co_return Result<void>();
    if (next == PGRES_POLLING_FAILED) break;
  }
  co_return fail(unavailable("the database is unavailable (it does not take connections)"));
}

// libpq may open another socket while it tries the addresses of a host.
void PostgresConnection::follow_socket() {
  const int descriptor = PQsocket(connection_.get());
  if (socket_.is_open()) {
    if (socket_.native_handle() == descriptor) return;
    socket_.release();
  }
  socket_.assign(descriptor);
}

awaitable<PostgresAnswer> PostgresConnection::run(std::vector<PostgresStatement> statements) {
  for (const PostgresStatement& statement : statements) {
    if (Result<void> checked = check_parameters(statement.query, statement.parameters); !checked)
      co_return PostgresAnswer{fail(checked.error()), 0, PostgresFailure::kStatement};
  }
  co_return co_await suspend<PostgresAnswer>([&](Resume<PostgresAnswer> resume) {
    auto unit = std::make_unique<Unit>();
    unit->statements = std::move(statements);
    unit->resume = std::move(resume);
    asio::dispatch(strand_,
                   [self = shared_from_this(), unit = std::move(unit)]() mutable { self->send(std::move(unit)); });
  });
}

void PostgresConnection::send(std::unique_ptr<Unit> unit) {
  bool sent = usable_;
  for (const PostgresStatement& statement : unit->statements) sent = sent && send_statement(*unit, statement);
  sent = sent && PQpipelineSync(connection_.get()) == 1;
  pending_.push_back(std::move(unit));
  if (!sent) return lose();
  if (pending_.size() == 1) watch();
  flush();
  await_readable();
}

bool PostgresConnection::send_statement(Unit& unit, const PostgresStatement& statement) {
  const char* name = statement_name(unit, statement.query);
  if (name == nullptr) return false;
  const PostgresParameters parameters(statement.parameters);
  unit.steps.push_back({statement.query, false});
  constexpr int kBinary = 1;
  return PQsendQueryPrepared(connection_.get(), name, parameters.count(), parameters.pointers(), parameters.lengths(),
                             parameters.formats(), kBinary) == 1;
}

const char* PostgresConnection::statement_name(Unit& unit, Query query) {
  const auto found = prepared_.find(query.text);
  if (found != prepared_.end()) return found->second.c_str();
  const char* name = "";
  if (prepared_.size() < kMaxPrepared)
    name = prepared_.emplace(query.text, "s" + std::to_string(++names_)).first->second.c_str();
  unit.steps.push_back({query, true});
  const bool sent = PQsendPrepare(connection_.get(), name, postgres_text(query.text).c_str(), 0, nullptr) == 1;
  return sent ? name : nullptr;
}

void PostgresConnection::flush() {
  if (writing_) return;
  const int state = PQflush(connection_.get());
  if (state < 0) return lose();
  if (state == 0) return;
  writing_ = true;
  socket_.async_wait(WaitType::wait_write, [self = shared_from_this()](const error_code& failure) {
    self->writing_ = false;
    if (!failure && self->usable_) self->flush();
  });
}

void PostgresConnection::await_readable() {
  if (reading_ || pending_.empty() || !usable_) return;
  reading_ = true;
  socket_.async_wait(WaitType::wait_read, [self = shared_from_this()](const error_code& failure) {
    self->reading_ = false;
    if (failure || !self->usable_) return;
    self->read_answers();
    self->await_readable();
  });
}

void PostgresConnection::read_answers() {
  if (PQconsumeInput(connection_.get()) != 1) return lose();
  flush();
  bool ended = false;  // the results of one step end with a null pointer, never with two
  while (usable_ && !pending_.empty() && PQisBusy(connection_.get()) == 0) {
    Unit& unit = *pending_.front();
    const PostgresResult result(PQgetResult(connection_.get()));
    if (result == nullptr) {
      if (std::exchange(ended, true)) return lose();
      if (!unit.steps.empty()) unit.steps.pop_front();
      continue;
    }
    ended = false;
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
      answer_first();
    } else if (PQstatus(connection_.get()) == CONNECTION_BAD || unit.steps.empty()) {
      return lose();
    } else {
      take_result(unit, *result);
    }
  }
}

void PostgresConnection::take_result(Unit& unit, PGresult& result) {
  const Step& step = unit.steps.front();
  const ExecStatusType status = PQresultStatus(&result);
  const bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
  if (!good && step.prepares) prepared_.erase(std::string(step.query.text));
  PostgresAnswer& answer = unit.answer;
  // Once one failed, the server skips the rest of the unit.
  if (answer.failure != PostgresFailure::kNone || (good && step.prepares)) return;
  if (!good) {
    const char* state = PQresultErrorField(&result, PG_DIAG_SQLSTATE);
    answer.failure = postgres_failure(state == nullptr ? "" : state);
    answer.rows = fail(postgres_error(step.query, result));
    return;
  }
  answer.rows = postgres_rows(step.query, result);
  if (answer.rows) {
    answer.affected += answer.rows->affected();
  } else {
    answer.failure = PostgresFailure::kStatement;
  }
}

void PostgresConnection::answer_first() {
  std::unique_ptr<Unit> unit = std::move(pending_.front());
  pending_.pop_front();
  watch();
  const bool over = unit->answer.failure == PostgresFailure::kLost;
  unit->resume(std::move(unit->answer));
  if (over) lose();
}

// Ends a connection whose answers stay away: a network that swallows packets says nothing.
void PostgresConnection::watch() {
  if (pending_.empty()) {
    watchdog_.cancel();
    return;
  }
  watchdog_.expires_after(answer_timeout_);
  watchdog_.async_wait([self = weak_from_this()](const error_code& cancelled) {
    const auto connection = self.lock();
    if (cancelled || connection == nullptr) return;
    if (connection->watchdog_.expiry() <= std::chrono::steady_clock::now()) connection->lose();
  });
}

void PostgresConnection::lose() {
  usable_ = false;
  watchdog_.cancel();
  if (socket_.is_open()) {
    socket_.cancel();
    socket_.release();
  }
  connection_.reset();
  for (auto& unit : std::exchange(pending_, {})) unit->resume(PostgresAnswer{fail(lost()), 0, PostgresFailure::kLost});
}

void PostgresConnection::close() {
  asio::dispatch(strand_, [self = shared_from_this()] { self->lose(); });
}

}  // namespace coffer::sql
