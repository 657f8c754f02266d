// What only PostgreSQL does: losing connections, waiting for the pool.
#include "platform/sql/postgres.h"

#include <boost/asio/steady_timer.hpp>

#include "platform/sql/testing/engines.h"
#include "platform/sql/testing/postgres_server.h"

namespace coffer::sql {
namespace {

constexpr Query kOne{"test.one", "SELECT 1"};
constexpr Query kCreate{"test.create", "CREATE TABLE test_items (id BIGINT PRIMARY KEY)"};
constexpr Query kInsert{"test.insert", "INSERT INTO test_items (id) VALUES ($1)"};
constexpr Query kCount{"test.count", "SELECT COUNT(*) FROM test_items"};

class PostgresTest : public ::testing::Test {
 protected:
  PostgresTest() : location_(testing::postgres_server().create_database()) { open({}); }
  ~PostgresTest() override {
    database_.reset();
    context_.restart();
    context_.poll();
    testing::postgres_server().drop_database(location_);
  }

  void open(PostgresOptions options) {
    options.connection = location_;
    database_ = open_postgres(context_.get_executor(), options);
  }
  template <class T>
  T run(awaitable<T> task) {
    return testing::run(context_, std::move(task));
  }
  Result<Rows> execute(Query query, auto... args) {
    return run(database_->transaction([&](Transaction& transaction) -> awaitable<Result<Rows>> {
      co_return co_await transaction.execute(query, args...);
    }));
  }

  boost::asio::io_context context_;
  std::string location_;
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresTest, connects_again_after_the_server_dropped_it) {
  ASSERT_TRUE(run(database_->read(kOne)));
  ASSERT_TRUE(execute(kOne));
  testing::postgres_server().disconnect_all(location_);
  EXPECT_TRUE(run(database_->read(kOne)));
  EXPECT_TRUE(execute(kOne));
}

TEST_F(PostgresTest, runs_a_body_again_whose_connection_was_lost) {
  ASSERT_TRUE(execute(kCreate));
  int runs = 0;
  const Result<Rows> outcome = run(database_->transaction([&](Transaction& transaction) -> awaitable<Result<Rows>> {
    CO_CHECK(co_await transaction.execute(kInsert, 1));
    if (++runs == 1) testing::postgres_server().disconnect_all(location_);
    co_return co_await transaction.execute(kCount);
  }));
  ASSERT_TRUE(outcome);
  EXPECT_EQ((*outcome)[0].i64(0), 1);
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresTest, says_so_when_the_outcome_of_a_commit_is_unknown) {
  ASSERT_TRUE(execute(kCreate));
  int runs = 0;
  const Result<void> outcome = run(database_->transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsert, 1));
    ++runs;
    testing::postgres_server().disconnect_all(location_);
    co_return Result<void>();
  }));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(outcome.error().message.find("unknown"), std::string::npos);
  EXPECT_EQ(runs, 1);
}

TEST_F(PostgresTest, gives_up_waiting_for_a_connection) {
  open({.writers = 1, .pool_wait_timeout = std::chrono::milliseconds(50)});
  const Result<void> inner = run(database_->transaction([&](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kOne));
    co_return co_await database_->transaction(
        [](Transaction&) -> awaitable<Result<void>> { co_return Result<void>(); });
  }));
  EXPECT_EQ(inner.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(execute(kOne)) << "the slot is free again";
}

TEST_F(PostgresTest, stops_a_statement_at_its_time_limit) {
  open({.statement_timeout = std::chrono::milliseconds(50)});
  constexpr Query kSleep{"test.sleep", "SELECT 1 FROM pg_sleep(5)"};
  EXPECT_EQ(run(database_->read(kSleep)).error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(run(database_->read(kOne)));
}

TEST_F(PostgresTest, is_unavailable_where_no_server_listens) {
  const auto nowhere = open_postgres(context_.get_executor(), {.connection = "host=/nowhere dbname=none"});
  EXPECT_EQ(run(nowhere->ping()).error().code, ErrorCode::kUnavailable);
}

TEST_F(PostgresTest, answers_many_reads_over_few_connections) {
  open({.readers = 2});
  std::vector<std::future<Result<Rows>>> reads;
  constexpr Query kEcho{"test.echo", "SELECT CAST($1 AS BIGINT)"};
  for (int i = 0; i < 500; ++i)
    reads.push_back(boost::asio::co_spawn(context_, database_->read(kEcho, i), boost::asio::use_future));
  for (int i = 0; i < 500; ++i) {
    auto& read = reads[static_cast<std::size_t>(i)];
    const Result<Rows> rows = testing::finish(context_, read);
    ASSERT_TRUE(rows);
    EXPECT_EQ((*rows)[0].i64(0), i);
  }
}

TEST_F(PostgresTest, explains_a_sum_without_a_cast) {
  constexpr Query kSum{"test.sum", "SELECT SUM(number) FROM (SELECT CAST($1 AS BIGINT) AS number) AS numbers"};
  EXPECT_NE(run(database_->read(kSum, 1)).error().message.find("CAST"), std::string::npos);
}

}  // namespace
}  // namespace coffer::sql
