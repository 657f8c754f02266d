#include "platform/sql/sqlite_readers.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "platform/sql/dialect.h"
#include "platform/sql/suspend.h"

namespace coffer::sql {
namespace {

// About half a millisecond.
constexpr std::uint64_t kInlineSteps = 20'000;

}  // namespace

SqliteReaders::SqliteReaders(Connections inline_connections, Connections thread_connections,
                             const SqliteOptions& options)
    : inline_connections_(std::move(inline_connections)),
      thread_connections_(std::move(thread_connections)),
      max_waiting_(options.max_waiting),
      timeout_(options.read_timeout) {
  if (!thread_connections_.empty()) threads_.emplace(thread_connections_.size());
}

SqliteReaders::~SqliteReaders() { close(); }

awaitable<Result<Rows>> SqliteReaders::run(Query query, Values parameters) {
  CO_CHECK(check_parameters(query, parameters));
  if (auto connection = take(inline_connections_)) {
    const auto steps = threads_ ? std::optional(kInlineSteps) : std::nullopt;
    std::optional<Result<Rows>> rows = connection->run(query, parameters, {.time = timeout_, .steps = steps});
    give_back(inline_connections_, std::move(connection));
    if (rows) co_return *std::move(rows);
  }
  if (!threads_) co_return fail(unavailable("the database is unavailable (it is being closed)"));
  co_return co_await run_on_thread(query, std::move(parameters));
}

awaitable<Result<Rows>> SqliteReaders::run_on_thread(Query query, Values parameters) {
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) co_return fail(unavailable("the database is unavailable (it is being closed)"));
    if (waiting_ >= max_waiting_) co_return fail(unavailable("the database is unavailable (too many reads wait)"));
    ++waiting_;
  }
  co_return co_await suspend<Result<Rows>>([&](Resume<Result<Rows>> resume) {
    boost::asio::post(*threads_,
                      [this, query, parameters = std::move(parameters), resume = std::move(resume)]() mutable {
                        // There are as many connections as threads.
                        auto connection = take(thread_connections_);
                        auto rows = connection->run(query, parameters, {.time = timeout_, .steps = std::nullopt});
                        give_back(thread_connections_, std::move(connection));
                        {
                          const std::scoped_lock lock(mutex_);
                          --waiting_;
                        }
                        resume(*std::move(rows));
                      });
  });
}

std::unique_ptr<SqliteConnection> SqliteReaders::take(Connections& from) {
  const std::scoped_lock lock(mutex_);
  if (from.empty()) return nullptr;
  auto connection = std::move(from.back());
  from.pop_back();
  return connection;
}

void SqliteReaders::give_back(Connections& to, std::unique_ptr<SqliteConnection> connection) {
  const std::scoped_lock lock(mutex_);
  to.push_back(std::move(connection));
}

void SqliteReaders::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  if (threads_) threads_->join();
  const std::scoped_lock lock(mutex_);
  inline_connections_.clear();
  thread_connections_.clear();
}

}  // namespace coffer::sql
