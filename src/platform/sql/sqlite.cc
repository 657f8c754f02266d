#include "platform/sql/sqlite.h"

#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "platform/sql/sqlite_connection.h"
#include "platform/sql/sqlite_readers.h"
#include "platform/sql/sqlite_writer.h"

namespace coffer::sql {
namespace {

namespace asio = boost::asio;
using Access = SqliteConnection::Access;
using Connections = std::vector<std::unique_ptr<SqliteConnection>>;

constexpr Query kPing{"sqlite.ping", "SELECT 1"};
constexpr std::size_t kInlineConnections = 4;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::optional<asio::any_io_executor> executor, std::unique_ptr<SqliteConnection> writer,
                 Connections inline_readers, Connections thread_readers, const SqliteOptions& options)
      : strand_(asio::make_strand(executor ? *executor : asio::any_io_executor(thread_.emplace(1).get_executor()))),
        readers_(std::move(inline_readers), std::move(thread_readers), options),
        writer_(strand_, std::move(writer), options) {}

  ~SqliteDatabase() override {
    if (thread_) {
      thread_->stop();
      thread_->join();
    }
  }

  [[nodiscard]] Engine engine() const override { return Engine::kSqlite; }

  awaitable<Result<void>> ping() override {
    CO_CHECK(co_await read(kPing));
    co_return Result<void>();
  }

  awaitable<void> close() override {
    co_await asio::co_spawn(strand_, writer_.close(), asio::use_awaitable);
    readers_.close();
  }

 protected:
  awaitable<Result<Rows>> run_read(Query query, Values parameters) override {
    return readers_.run(query, std::move(parameters));
  }

  awaitable<Result<void>> run_transaction(TransactionBody& body) override {
    // Cancelling the caller must not tear a transaction out of its batch: it runs to its end.
    co_return co_await asio::co_spawn(strand_, writer_.run(body),
                                      asio::bind_cancellation_slot(asio::cancellation_slot(), asio::use_awaitable));
  }

 private:
  std::optional<asio::thread_pool> thread_;
  SqliteWriter::Strand strand_;
  SqliteReaders readers_;
  SqliteWriter writer_;
};

Result<Connections> open_readers(const std::filesystem::path& path, std::size_t count,
                                 SqliteConnection::Limits limits) {
  Connections out;
  while (out.size() < count) {
    COFFER_TRY(auto connection, SqliteConnection::open(path, Access::kRead, limits));
    out.push_back(std::move(connection));
  }
  return out;
}

Result<std::unique_ptr<Database>> open_in_memory(asio::any_io_executor executor, const SqliteOptions& options) {
  // A file in the memory of the system that loses its name once every connection has it open: readers
  // beside a writer as in a real file (SQLite's own memory databases cannot), and nothing left behind.
  const std::filesystem::path root =
      access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path();
  std::string folder = (root / "coffer-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return fail(unavailable("there is no room for a database in memory"));
  const SqliteConnection::Limits limits{.busy_timeout = options.busy_timeout, .durable = false};
  const std::filesystem::path path = std::filesystem::path(folder) / "database";
  auto writer = SqliteConnection::open(path, Access::kWrite, limits);
  auto readers = writer ? open_readers(path, 1, limits) : Connections();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!writer) return fail(writer.error());
  if (!readers) return fail(readers.error());
  return std::make_unique<SqliteDatabase>(std::move(executor), *std::move(writer), *std::move(readers), Connections(),
                                          options);
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(asio::any_io_executor executor, SqliteOptions options) {
  if (options.path.empty()) return open_in_memory(std::move(executor), options);
  const SqliteConnection::Limits limits{.busy_timeout = options.busy_timeout};
  COFFER_TRY(auto writer, SqliteConnection::open(options.path, Access::kWrite, limits));
  COFFER_TRY(auto inline_readers, open_readers(options.path, kInlineConnections, limits));
  COFFER_TRY(auto thread_readers, open_readers(options.path, options.readers, limits));
  return std::make_unique<SqliteDatabase>(std::nullopt, std::move(writer), std::move(inline_readers),
                                          std::move(thread_readers), options);
}

}  // namespace coffer::sql
