#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/sql/database.h"
#include "platform/sql/postgres.h"
#include "platform/sql/postgres_codec.h"
#include "platform/sql/suspend.h"

namespace coffer::sql {

struct PostgresStatement {
  Query query;
  Values parameters;
};

/// The answer to statements that were sent together.
struct PostgresAnswer {
  Result<Rows> rows;           // of the last statement, or the first failure
  std::uint64_t affected = 0;  // by all of them
  PostgresFailure failure = PostgresFailure::kNone;
};

/// One connection in pipeline mode. Units of statements are sent without waiting for earlier answers,
/// each unit with its own synchronisation point, so that a failure touches its own unit only. Safe
/// from any thread; its work is on a strand.
class PostgresConnection : public std::enable_shared_from_this<PostgresConnection> {
 public:
  enum class Access { kWrite, kRead };

  static awaitable<Result<std::shared_ptr<PostgresConnection>>> connect(boost::asio::any_io_executor executor,
                                                                        const PostgresOptions& options, Access access);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  /// Runs the statements in order, stopping at the first failure. Outside BEGIN … COMMIT one unit is
  /// one transaction.
  awaitable<PostgresAnswer> run(std::vector<PostgresStatement> statements);

  /// False once the connection was lost; it stays so.
  [[nodiscard]] bool usable() const { return usable_; }
  /// Ends the connection; what waits is answered with kLost.
  void close();

 private:
  struct Step {
    Query query;
    bool prepares = false;  // else executes
  };
  struct Unit {
    std::vector<PostgresStatement> statements;
    std::deque<Step> steps;  // whose results are still to come
    PostgresAnswer answer;
    Resume<PostgresAnswer> resume;
  };
  // Lets a std::string_view look up a std::string.
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  PostgresConnection(boost::asio::any_io_executor executor, const PostgresOptions& options);
  awaitable<Result<void>> establish(const PostgresOptions& options, Access access);
  awaitable<Result<void>> poll_until_connected();
  void follow_socket();

  void send(std::unique_ptr<Unit> unit);
  bool send_statement(Unit& unit, const PostgresStatement& statement);
  const char* statement_name(Unit& unit, Query query);
  void flush();
  void await_readable();
  void read_answers();
  void take_result(Unit& unit, PGresult& result);
  void answer_first();
  void watch();
  void lose();

  boost::asio::strand<boost::asio::any_io_executor> strand_;
  std::unique_ptr<PGconn, Finish> connection_;
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer watchdog_;
  std::chrono::milliseconds answer_timeout_;
  std::chrono::milliseconds connect_timeout_;
  std::deque<std::unique_ptr<Unit>> pending_;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> prepared_;  // text → name on the server
  std::uint64_t names_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  std::atomic<bool> usable_ = false;
};

}  // namespace coffer::sql
