#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <memory>
#include <ostream>

#include "platform/sql/database.h"
#include "platform/sql/migrations.h"

namespace coffer::sql::testing {

/// What a store test runs on: SQLite in memory, SQLite in a file (with its threads) and PostgreSQL.
enum class TestEngine { kSqliteMemory, kSqliteFile, kPostgres };
void PrintTo(TestEngine engine, std::ostream* out);

/// An empty database of one engine, removed with the object. PostgreSQL is a throwaway server,
/// started once a test program on a socket in a temporary directory, with a new database each time.
class TestDatabase {
 public:
  TestDatabase(TestEngine engine, boost::asio::any_io_executor executor);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }
  /// The connection string (PostgreSQL) or the path (SQLite file), to open it a second time.
  [[nodiscard]] const std::string& location() const { return location_; }

 private:
  TestEngine engine_;
  std::string location_;
  std::unique_ptr<Database> database_;
};

/// Runs the context until the future is ready and gives its value; what it throws comes out here.
template <class T>
T finish(boost::asio::io_context& context, std::future<T>& outcome) {
  while (outcome.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    if (context.stopped()) context.restart();
    context.run_one();
  }
  return outcome.get();
}

/// Runs a coroutine to its end on the context.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> task) {
  std::future<T> outcome = boost::asio::co_spawn(context, std::move(task), boost::asio::use_future);
  return finish(context, outcome);
}

/// A fixture whose tests run on every engine:
///
///     class WalletStoreTest : public sql::testing::OnEveryEngine {
///      protected:
///       WalletStoreTest() : OnEveryEngine({wallets::migrations()}) {}
///     };
///     TEST_P(WalletStoreTest, finds_what_it_stored) { … run(store.find("id")) … database() … }
///     COFFER_ON_EVERY_ENGINE(WalletStoreTest);
class OnEveryEngine : public ::testing::TestWithParam<TestEngine> {
 protected:
  explicit OnEveryEngine(const std::vector<Migrations>& migrations = {});
  ~OnEveryEngine() override;

  Database& database() { return **database_; }
  [[nodiscard]] const std::string& location() const { return database_->location(); }
  boost::asio::io_context& context() { return context_; }
  template <class T>
  T run(boost::asio::awaitable<T> task) {
    return testing::run(context_, std::move(task));
  }

 private:
  boost::asio::io_context context_;
  std::unique_ptr<TestDatabase> database_;
};

}  // namespace coffer::sql::testing

#define COFFER_ON_EVERY_ENGINE(Fixture)                                                         \
  INSTANTIATE_TEST_SUITE_P(Engines, Fixture,                                                    \
                           ::testing::Values(::coffer::sql::testing::TestEngine::kSqliteMemory, \
                                             ::coffer::sql::testing::TestEngine::kSqliteFile,   \
                                             ::coffer::sql::testing::TestEngine::kPostgres),    \
                           ::testing::PrintToStringParamName())
