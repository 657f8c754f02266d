#include "platform/sql/sqlite_connection.h"

#include <sqlite3.h>

#include <utility>

#include "platform/sql/dialect.h"
#include "platform/sql/error.h"

namespace coffer::sql {
namespace {

constexpr std::size_t kMaxStatements = 256;
constexpr int kStepsBetweenChecks = 1'000;
constexpr Query kSetUp{"sqlite.set_up", ""};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

std::string describe(Query query, std::string_view what) {
  return "sql " + std::string(query.name) + ": " + std::string(what);
}

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(Null) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
    // The parameters outlive the statement's run, so SQLite need not copy them.
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Bytes& bytes) const {
      if (bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
      return sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Binder{statement, index}, value);
}

Result<Value> column_value(Query query, sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return Value(Null{});
    case SQLITE_INTEGER:
      return Value(std::int64_t{sqlite3_column_int64(statement, column)});
    case SQLITE_TEXT: {
      const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return Value(text == nullptr ? std::string() : std::string(text, size));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return Value(bytes == nullptr ? Bytes() : Bytes(bytes, bytes + size));
    }
    default:
      return fail(internal(describe(query, "a column holds a floating-point number (an integer overflowed)")));
  }
}

}  // namespace

struct SqliteConnection::Statement {
  std::string text;
  std::unique_ptr<sqlite3_stmt, Finalize> handle;
  // SQLite counts `$1` by first appearance: element i is the index of `$i+1`.
  std::vector<int> parameters;
};

void SqliteConnection::CloseConnection::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

SqliteConnection::SqliteConnection(sqlite3* handle) : handle_(handle) {}
SqliteConnection::~SqliteConnection() = default;

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& path, Access access,
                                                                 Limits limits) {
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (access == Access::kWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
  if (code != SQLITE_OK)
    return fail(unavailable("the database file cannot be opened (" + std::string(sqlite3_errstr(code)) + ")"));
  COFFER_CHECK(connection->configure(access, limits));
  return connection;
}

Result<void> SqliteConnection::configure(Access access, Limits limits) {
  sqlite3* db = handle_.get();
  sqlite3_busy_timeout(db, static_cast<int>(limits.busy_timeout.count()));
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, static_cast<int>(kMaxValueBytes));
  // A misspelt name in double quotes is an error, not a string; the schema cannot be written to by hand.
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  std::string pragmas =
      "PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA cache_size = -16384;";
  if (access == Access::kWrite) pragmas += "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4000;";
  pragmas += limits.durable ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = OFF;";
  // Reading the schema opens the write-ahead log now, not at the first request.
  pragmas += "SELECT COUNT(*) FROM sqlite_schema;";
  const int code = sqlite3_exec(db, pragmas.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(failure(kSetUp, code));
  sqlite3_progress_handler(db, kStepsBetweenChecks, &SqliteConnection::on_progress, this);
  return {};
}

int SqliteConnection::on_progress(void* self) {
  auto& connection = *static_cast<SqliteConnection*>(self);
  if (connection.steps_left_) {
    if (*connection.steps_left_ < kStepsBetweenChecks) {
      connection.out_of_steps_ = true;
      return 1;
    }
    *connection.steps_left_ -= kStepsBetweenChecks;
  }
  return std::chrono::steady_clock::now() > connection.deadline_ ? 1 : 0;
}

Result<SqliteConnection::Statement*> SqliteConnection::prepare(Query query) {
  if (const auto found = by_text_.find(query.text); found != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    return &*found->second;
  }
  const std::string text = sqlite_text(query.text);
  sqlite3_stmt* handle = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), text.c_str(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, &tail);
  std::unique_ptr<sqlite3_stmt, Finalize> owned(handle);
  if (code != SQLITE_OK) return fail(failure(query, code));
  if (owned == nullptr) return fail(internal(describe(query, "the text is empty")));
  if (tail != nullptr && std::string_view(tail).find_first_not_of(" \n\t;") != std::string_view::npos)
    return fail(internal(describe(query, "the text holds more than one statement")));

  std::vector<int> parameters;
  const int count = sqlite3_bind_parameter_count(owned.get());
  for (int i = 1; i <= count; ++i) {
    const int index = sqlite3_bind_parameter_index(owned.get(), ("$" + std::to_string(i)).c_str());
    if (index == 0) return fail(internal(describe(query, "parameters must be $1, $2, … without gaps")));
    parameters.push_back(index);
  }
  if (statements_.size() >= kMaxStatements) {
    by_text_.erase(statements_.back().text);
    statements_.pop_back();
  }
  statements_.push_front({std::string(query.text), std::move(owned), std::move(parameters)});
  by_text_[statements_.front().text] = statements_.begin();
  return &statements_.front();
}

std::optional<Result<Rows>> SqliteConnection::run(Query query, const Values& parameters, Budget budget) {
  const Result<Statement*> prepared = prepare(query);
  if (!prepared) return fail(prepared.error());
  Statement& statement = **prepared;
  sqlite3_stmt* handle = statement.handle.get();
  if (parameters.size() != statement.parameters.size())
    return fail(internal(describe(query, "the number of parameters is wrong")));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int code = bind(handle, statement.parameters[i], parameters[i]);
    if (code != SQLITE_OK) return fail(failure(query, code));
  }
  deadline_ = std::chrono::steady_clock::now() + budget.time;
  steps_left_ = budget.steps;
  out_of_steps_ = false;
  Result<Rows> rows = collect(query, statement);
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
  steps_left_.reset();
  if (out_of_steps_) return std::nullopt;
  return rows;
}

Result<Rows> SqliteConnection::collect(Query query, Statement& statement) {
  sqlite3_stmt* handle = statement.handle.get();
  const int columns = sqlite3_column_count(handle);
  const std::int64_t changes_before = sqlite3_total_changes64(handle_.get());
  Values values;
  for (;;) {
    const int code = sqlite3_step(handle);
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) return fail(failure(query, code));
    if (values.size() >= kMaxRows * static_cast<std::size_t>(columns))
      return fail(internal(describe(query, "the answer has too many rows")));
    for (int column = 0; column < columns; ++column) {
      COFFER_TRY(Value value, column_value(query, handle, column));
      values.push_back(std::move(value));
    }
  }
  const bool changed = sqlite3_total_changes64(handle_.get()) != changes_before;
  const auto affected = changed ? static_cast<std::uint64_t>(sqlite3_changes64(handle_.get())) : 0;
  return Rows(static_cast<std::size_t>(columns), std::move(values), affected);
}

Result<void> SqliteConnection::execute(Query query) {
  const std::optional<Result<Rows>> rows = run(query, {}, {.time = std::chrono::hours(1), .steps = std::nullopt});
  if (!*rows) return fail(rows->error());
  return {};
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

Error SqliteConnection::failure(Query query, int code) const {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return unique_violation();
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return foreign_key_violation();
    case SQLITE_INTERRUPT:
      return unavailable("the database is unavailable (a statement took too long)");
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable("the database is unavailable (it is in use by another process)");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return unavailable("the database is unavailable (the disk is full or failing)");
    default:
      return internal(describe(query, sqlite3_errmsg(handle_.get())));
  }
}

}  // namespace coffer::sql
