#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/sql/query.h"
#include "platform/sql/rows.h"
#include "platform/sql/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace coffer::sql {

/// One SQLite connection with its prepared statements. Used by one thread at a time.
class SqliteConnection {
 public:
  enum class Access { kWrite, kRead };
  struct Limits {
    std::chrono::milliseconds busy_timeout;
    /// fsync at COMMIT; off for databases in memory.
    bool durable = true;
  };
  /// How much one statement may cost.
  struct Budget {
    std::chrono::milliseconds time;
    /// Steps of SQLite's virtual machine before `run` gives up with nullopt; none: no such limit.
    std::optional<std::uint64_t> steps;
  };

  static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& path, Access access,
                                                        Limits limits);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// Runs one statement to its end. nullopt: the budget of steps ran out and nothing has happened
  /// (only ever asked of reads).
  std::optional<Result<Rows>> run(Query query, const Values& parameters, Budget budget);

  /// Runs a statement of the driver itself, as COMMIT.
  Result<void> execute(Query query);

  /// Whether a transaction is open; SQLite closes it by itself after errors like a full disk.
  [[nodiscard]] bool in_transaction() const;

 private:
  struct Statement;
  struct CloseConnection {
    void operator()(sqlite3* connection) const;
  };

  explicit SqliteConnection(sqlite3* handle);
  Result<void> configure(Access access, Limits limits);
  Result<Statement*> prepare(Query query);
  Result<Rows> collect(Query query, Statement& statement);
  Error failure(Query query, int code) const;
  static int on_progress(void* self);

  std::unique_ptr<sqlite3, CloseConnection> handle_;
  // Most recently used first; the map's keys point into the list's texts.
  std::list<Statement> statements_;
  std::unordered_map<std::string_view, std::list<Statement>::iterator> by_text_;
  std::chrono::steady_clock::time_point deadline_;
  std::optional<std::uint64_t> steps_left_;
  bool out_of_steps_ = false;
};

}  // namespace coffer::sql
