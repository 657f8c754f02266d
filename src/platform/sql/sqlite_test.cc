// What only SQLite does: group commit, turns, the budget of reads.
#include "platform/sql/sqlite.h"

#include <sqlite3.h>

#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <thread>

#include "platform/sql/testing/engines.h"

namespace coffer::sql {
namespace {

constexpr Query kCreate{"test.create", "CREATE TABLE test_items (id BIGINT PRIMARY KEY)"};
constexpr Query kInsert{"test.insert", "INSERT INTO test_items (id) VALUES ($1)"};
constexpr Query kCount{"test.count", "SELECT COUNT(*) FROM test_items"};
// A read far beyond the budget of a point read.
constexpr Query kLong{
    "test.long", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT COUNT(*) FROM n"};

class SqliteTest : public ::testing::Test {
 protected:
  SqliteTest() {
    std::string name = (std::filesystem::temp_directory_path() / "coffer-sqlite-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    open({});
    EXPECT_TRUE(insert_into(kCreate));
  }
  ~SqliteTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  void open(SqliteOptions options) {
    database_.reset();
    options.path = folder_ / "test.db";
    database_ = *open_sqlite(context_.get_executor(), options);
  }
  template <class T>
  T run(awaitable<T> task) {
    return testing::run(context_, std::move(task));
  }
  Result<void> insert_into(Query query, auto... args) { return run(insert(*database_, query, to_values(args...))); }
  static awaitable<Result<void>> insert(Database& database, Query query, Values values) {
    co_return co_await database.transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
      CO_CHECK(co_await transaction.execute_many(query, {values}));
      co_return Result<void>();
    });
  }
  std::int64_t count() { return (*run(database_->read(kCount)))[0].i64(0); }

  boost::asio::io_context context_;
  std::filesystem::path folder_;
  std::unique_ptr<Database> database_;
};

awaitable<Result<void>> sleep_in_transaction(Database& database, std::chrono::milliseconds time, std::int64_t id) {
  co_return co_await database.transaction([=](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsert, id));
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
    CO_CHECK(co_await transaction.execute(kInsert, id + 1));
    co_return Result<void>();
  });
}

TEST_F(SqliteTest, keeps_commits_when_it_is_opened_again) {
  ASSERT_TRUE(insert_into(kInsert, 1));
  open({});
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, rolls_back_one_of_a_batch_and_keeps_the_others) {
  std::vector<std::future<Result<void>>> all;
  for (int i = 0; i < 20; ++i) {
    all.push_back(
        boost::asio::co_spawn(context_, insert(*database_, kInsert, to_values(i / 2)), boost::asio::use_future));
  }
  int failed = 0;
  for (auto& one : all) {
    if (!testing::finish(context_, one)) ++failed;
  }
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(count(), 10);
}

TEST_F(SqliteTest, takes_the_turn_from_a_body_that_does_not_come_back) {
  open({.transaction_timeout = std::chrono::milliseconds(50)});
  auto stuck = boost::asio::co_spawn(context_, sleep_in_transaction(*database_, std::chrono::milliseconds(400), 10),
                                     boost::asio::use_future);
  auto next = boost::asio::co_spawn(context_, insert(*database_, kInsert, to_values(1)), boost::asio::use_future);
  EXPECT_TRUE(testing::finish(context_, next));
  EXPECT_NE(stuck.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(testing::finish(context_, stuck).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, waits_for_a_body_that_awaits_something_short) {
  EXPECT_TRUE(run(sleep_in_transaction(*database_, std::chrono::milliseconds(10), 1)));
  EXPECT_EQ(count(), 2);
}

TEST_F(SqliteTest, refuses_more_waiting_transactions_than_the_limit) {
  open({.max_waiting = 1});
  std::vector<std::future<Result<void>>> all;
  for (int i = 0; i < 3; ++i)
    all.push_back(boost::asio::co_spawn(
        context_, sleep_in_transaction(*database_, std::chrono::milliseconds(100), i * 2), boost::asio::use_future));
  int refused = 0;
  for (auto& one : all) {
    if (const auto outcome = testing::finish(context_, one);
        !outcome && outcome.error().code == ErrorCode::kUnavailable)
      ++refused;
  }
  EXPECT_EQ(refused, 1);
}

TEST_F(SqliteTest, moves_a_long_read_to_a_reader_thread) {
  const Result<Rows> rows = run(database_->read(kLong, 300'000));
  ASSERT_TRUE(rows);
  EXPECT_EQ((*rows)[0].i64(0), 300'000);
}

TEST_F(SqliteTest, stops_a_read_at_its_time_limit) {
  open({.read_timeout = std::chrono::milliseconds(50)});
  EXPECT_EQ(run(database_->read(kLong, INT64_MAX)).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(count(), 0) << "the connection is still good";
}

TEST_F(SqliteTest, says_unavailable_when_another_process_holds_the_file) {
  open({.busy_timeout = std::chrono::milliseconds(20)});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((folder_ / "test.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(insert_into(kInsert, 1).error().code, ErrorCode::kUnavailable);
  ASSERT_EQ(sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_TRUE(insert_into(kInsert, 1));
}

TEST_F(SqliteTest, reports_a_sum_that_overflowed_into_floating_point) {
  constexpr Query kOverflow{"test.overflow", "SELECT 9223372036854775807 + $1"};
  EXPECT_EQ(run(database_->read(kOverflow, 1)).error().code, ErrorCode::kInternal);
}

TEST(SqliteOpen, fails_for_a_folder_that_does_not_exist) {
  boost::asio::io_context context;
  EXPECT_FALSE(open_sqlite(context.get_executor(), {.path = "/nowhere/at/all.db"}));
}

TEST(SqliteMemory, starts_no_thread_and_leaves_no_file) {
  const auto threads = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}); };
  const auto before = threads();
  boost::asio::io_context context;
  const auto database = open_sqlite(context.get_executor(), {});
  ASSERT_TRUE(database);
  EXPECT_EQ(threads(), before);
  EXPECT_TRUE(testing::run(context, (*database)->ping()));
}

}  // namespace
}  // namespace coffer::sql
