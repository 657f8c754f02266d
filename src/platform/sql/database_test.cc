// The promises of sql::Database, on every engine.
#include "platform/sql/database.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>

#include "platform/sql/error.h"
#include "platform/sql/testing/engines.h"

namespace coffer::sql {
namespace {

const Migrations kTables{"things",
                         {{1, "0001_things",
                           "CREATE TABLE things_items (id TEXT PRIMARY KEY, number BIGINT, data BYTEA, note TEXT);"
                           "CREATE TABLE things_log (sequence BIGSERIAL PRIMARY KEY, item TEXT NOT NULL REFERENCES "
                           "things_items (id));"}}};
constexpr Query kInsert{"things.insert", "INSERT INTO things_items (id, number) VALUES ($1, $2)"};
constexpr Query kInsertAll{"things.insert_all",
                           "INSERT INTO things_items (id, number, data, note) VALUES ($1, $2, $3, $4)"};
constexpr Query kFind{"things.find", "SELECT number, data, note FROM things_items WHERE id = $1"};
constexpr Query kCount{"things.count", "SELECT COUNT(*) FROM things_items"};
constexpr Query kAdd{"things.add", "UPDATE things_items SET number = number + $2 WHERE id = $1 RETURNING number"};

class DatabaseTest : public testing::OnEveryEngine {
 protected:
  DatabaseTest() : OnEveryEngine({kTables}) {}

  Result<Rows> execute(Query query, auto... args) {
    return run(database().transaction([&](Transaction& transaction) -> awaitable<Result<Rows>> {
      co_return co_await transaction.execute(query, args...);
    }));
  }
  Result<Rows> read(Query query, auto... args) { return run(database().read(query, args...)); }
  std::int64_t count() { return (*read(kCount))[0].i64(0); }
};

TEST_P(DatabaseTest, gives_back_what_was_stored) {
  const Bytes data{0x00, 0xFF, 0x27, 0x5C};
  ASSERT_TRUE(execute(kInsertAll, "a", std::int64_t{-7}, data, "naïve 'quoted' \\ text"));
  const Result<Rows> rows = read(kFind, "a");
  ASSERT_TRUE(rows && rows->size() == 1);
  EXPECT_EQ((*rows)[0].i64(0), -7);
  EXPECT_EQ((*rows)[0].bytes(1), data);
  EXPECT_EQ((*rows)[0].text(2), "naïve 'quoted' \\ text");
}

TEST_P(DatabaseTest, keeps_empty_values_apart_from_null) {
  ASSERT_TRUE(execute(kInsertAll, "empty", std::nullopt, Bytes(), ""));
  const Result<Rows> rows = read(kFind, "empty");
  EXPECT_TRUE((*rows)[0].is_null(0));
  EXPECT_EQ((*rows)[0].bytes(1), Bytes());
  EXPECT_EQ((*rows)[0].text(2), "");
}

TEST_P(DatabaseTest, keeps_the_whole_range_of_bigint) {
  ASSERT_TRUE(execute(kInsert, "min", INT64_MIN));
  ASSERT_TRUE(execute(kInsert, "max", INT64_MAX));
  EXPECT_EQ((*read(kFind, "min"))[0].i64(0), INT64_MIN);
  EXPECT_EQ((*read(kFind, "max"))[0].i64(0), INT64_MAX);
}

TEST_P(DatabaseTest, refuses_text_that_only_one_engine_would_store) {
  EXPECT_EQ(execute(kInsert, std::string("a\0b", 3), 1).error().code, ErrorCode::kValidation);
  EXPECT_EQ(execute(kInsert, "\xC0\x80", 1).error().code, ErrorCode::kValidation);
  EXPECT_EQ(read(kFind, "\xFF").error().code, ErrorCode::kValidation);
}

TEST_P(DatabaseTest, counts_affected_rows) {
  ASSERT_TRUE(execute(kInsert, "a", 1));
  ASSERT_TRUE(execute(kInsert, "b", 2));
  constexpr Query kUpdateAll{"things.update_all", "UPDATE things_items SET number = $1"};
  EXPECT_EQ(execute(kUpdateAll, 5)->affected(), 2U);
  EXPECT_EQ(execute(kAdd, "nobody", 1)->affected(), 0U);
  EXPECT_EQ(execute(kCount)->affected(), 0U);
}

TEST_P(DatabaseTest, answers_with_returning) {
  ASSERT_TRUE(execute(kInsert, "a", 1));
  EXPECT_EQ((*execute(kAdd, "a", 41))[0].i64(0), 42);
}

TEST_P(DatabaseTest, uses_one_parameter_twice_and_out_of_order) {
  constexpr Query kTwice{"things.twice", "INSERT INTO things_items (note, id) VALUES ($2, $1) RETURNING id, note"};
  const Result<Rows> rows = execute(kTwice, "first", "second");
  EXPECT_EQ((*rows)[0].text(0), "first");
  EXPECT_EQ((*rows)[0].text(1), "second");
  constexpr Query kSame{"things.same", "SELECT id FROM things_items WHERE id = $1 OR note = $1"};
  EXPECT_EQ(read(kSame, "first")->size(), 1U);
}

TEST_P(DatabaseTest, tells_a_unique_violation_apart) {
  ASSERT_TRUE(execute(kInsert, "a", 1));
  const Result<Rows> again = execute(kInsert, "a", 2);
  ASSERT_FALSE(again);
  EXPECT_TRUE(is_unique_violation(again.error()));
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_P(DatabaseTest, tells_a_foreign_key_violation_apart) {
  constexpr Query kLog{"things.log", "INSERT INTO things_log (item) VALUES ($1)"};
  const Result<Rows> refused = execute(kLog, "nobody");
  ASSERT_FALSE(refused);
  EXPECT_TRUE(is_foreign_key_violation(refused.error()));
}

TEST_P(DatabaseTest, numbers_rows_by_bigserial) {
  constexpr Query kLog{"things.log", "INSERT INTO things_log (item) VALUES ($1) RETURNING sequence"};
  ASSERT_TRUE(execute(kInsert, "a", 1));
  const std::int64_t first = (*execute(kLog, "a"))[0].i64(0);
  EXPECT_GT((*execute(kLog, "a"))[0].i64(0), first);
}

TEST_P(DatabaseTest, claims_rows_with_skip_locked) {
  ASSERT_TRUE(execute(kInsert, "a", 1));
  constexpr Query kClaim{
      "things.claim",
      "UPDATE things_items SET note = $1 WHERE id IN (SELECT id FROM things_items WHERE note IS NULL "
      "ORDER BY id LIMIT 1 /* skip locked */) RETURNING id"};
  EXPECT_EQ((*execute(kClaim, "mine"))[0].text(0), "a");
  EXPECT_TRUE(execute(kClaim, "mine")->empty());
}

TEST_P(DatabaseTest, rolls_back_when_the_body_returns_an_error) {
  const Result<void> outcome = run(database().transaction([](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsert, "a", 1));
    co_return fail(conflict("changed my mind"));
  }));
  EXPECT_EQ(outcome.error().message, "changed my mind");
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, rolls_back_and_hands_on_what_the_body_throws) {
  const auto throwing = [](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsert, "a", 1));
    throw std::runtime_error("a bug");
  };
  EXPECT_THROW(run(database().transaction(throwing)), std::runtime_error);
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(execute(kInsert, "a", 1));
}

TEST_P(DatabaseTest, commits_nothing_after_a_failed_statement_that_the_body_ignores) {
  ASSERT_TRUE(execute(kInsert, "taken", 1));
  const Result<void> outcome = run(database().transaction([](Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsert, "new", 1));
    const Result<Rows> ignored = co_await transaction.execute(kInsert, "taken", 2);
    co_return Result<void>();
  }));
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(is_unique_violation(outcome.error()));
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, shows_a_transaction_its_own_writes_and_nobody_else) {
  const Result<std::int64_t> seen =
      run(database().transaction([&](Transaction& transaction) -> awaitable<Result<std::int64_t>> {
        CO_CHECK(co_await transaction.execute(kInsert, "a", 1));
        CO_TRY(const Rows inside, co_await transaction.execute(kCount));
        CO_TRY(const Rows outside, co_await database().read(kCount));
        co_return inside[0].i64(0) * 10 + outside[0].i64(0);
      }));
  EXPECT_EQ(*seen, 10);
}

TEST_P(DatabaseTest, executes_many_in_order) {
  std::vector<Values> parameters;
  for (int i = 0; i < 600; ++i) parameters.push_back(to_values("id-" + std::to_string(i), i));
  const Result<std::uint64_t> affected = run(
      database().transaction([&](Transaction& transaction) { return transaction.execute_many(kInsert, parameters); }));
  EXPECT_EQ(*affected, 600U);
  EXPECT_EQ(count(), 600);
}

TEST_P(DatabaseTest, stops_execute_many_at_the_first_failure) {
  std::vector<Values> parameters{to_values("a", 1), to_values("a", 2), to_values("b", 3)};
  const Result<std::uint64_t> refused = run(
      database().transaction([&](Transaction& transaction) { return transaction.execute_many(kInsert, parameters); }));
  EXPECT_TRUE(is_unique_violation(refused.error()));
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, runs_commit_actions_after_commit_only) {
  int woken = 0;
  const auto body = [&](bool keep) {
    return [&woken, keep](Transaction& transaction) -> awaitable<Result<void>> {
      transaction.on_commit([&woken] { ++woken; });
      CO_CHECK(co_await transaction.execute(kInsert, "x" + std::to_string(woken), 1));
      if (!keep) co_return fail(conflict("no"));
      co_return Result<void>();
    };
  };
  EXPECT_FALSE(run(database().transaction(body(false))));
  EXPECT_EQ(woken, 0);
  EXPECT_TRUE(run(database().transaction(body(true))));
  EXPECT_EQ(woken, 1);
}

TEST_P(DatabaseTest, refuses_to_write_in_a_read) { EXPECT_FALSE(read(kInsert, "a", 1)); }

TEST_P(DatabaseTest, names_the_statement_in_an_error_about_it) {
  constexpr Query kWrong{"things.wrong", "SELECT nothing_like_it FROM things_items"};
  const Result<Rows> refused = read(kWrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInternal);
  EXPECT_NE(refused.error().message.find("things.wrong"), std::string::npos);
  EXPECT_TRUE(read(kCount)) << "the connection is still good";
}

TEST_P(DatabaseTest, refuses_a_wrong_number_of_parameters) {
  EXPECT_FALSE(read(kFind));
  EXPECT_FALSE(read(kFind, "a", "b"));
}

TEST_P(DatabaseTest, refuses_a_double_quoted_misspelling) {
  constexpr Query kQuoted{"things.quoted", "SELECT id FROM things_items WHERE note = \"mispelt\""};
  EXPECT_FALSE(read(kQuoted));
}

TEST_P(DatabaseTest, compares_like_with_case) {
  ASSERT_TRUE(execute(kInsertAll, "a", 1, Bytes(), "Upper"));
  constexpr Query kLike{"things.like", "SELECT id FROM things_items WHERE note LIKE $1 ESCAPE '\\'"};
  EXPECT_EQ(read(kLike, "Upp%")->size(), 1U);
  EXPECT_EQ(read(kLike, "upp%")->size(), 0U);
}

// Many coroutines that all add to one row: nothing is lost on either engine.
awaitable<void> add_once(Database& database, int& failures) {
  const Result<void> added = co_await database.transaction([](Transaction& transaction) -> awaitable<Result<void>> {
    constexpr Query kRead{"things.number", "SELECT number FROM things_items WHERE id = $1"};
    constexpr Query kWrite{"things.set_number", "UPDATE things_items SET number = $2 WHERE id = $1"};
    CO_TRY(const Rows rows, co_await transaction.execute(kRead, "counter"));
    CO_CHECK(co_await transaction.execute(kWrite, "counter", rows[0].i64(0) + 1));
    co_return Result<void>();
  });
  if (!added) ++failures;
}

TEST_P(DatabaseTest, loses_no_update_among_rivals) {
  constexpr int kRivals = 40;
  ASSERT_TRUE(execute(kInsert, "counter", 0));
  int failures = 0;
  std::vector<std::future<void>> rivals;
  for (int i = 0; i < kRivals; ++i)
    rivals.push_back(boost::asio::co_spawn(context(), add_once(database(), failures), boost::asio::use_future));
  for (auto& rival : rivals) {
    testing::finish(context(), rival);
  }
  EXPECT_EQ((*read(kFind, "counter"))[0].i64(0), kRivals - failures);
  EXPECT_EQ(failures, 0);
}

TEST_P(DatabaseTest, finishes_a_transaction_whose_caller_is_cancelled) {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto slow = [&]() -> awaitable<void> {
    const Result<void> outcome =
        co_await database().transaction([](Transaction& transaction) -> awaitable<Result<void>> {
          CO_CHECK(co_await transaction.execute(kInsert, "a", 1));
          boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::milliseconds(50));
          co_await timer.async_wait(boost::asio::use_awaitable);
          co_return Result<void>();
        });
    EXPECT_TRUE(outcome);
  };
  const auto impatient = []() -> awaitable<void> { co_return; };
  run([&]() -> awaitable<void> { co_await (slow() || impatient()); }());
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, answers_a_ping) { EXPECT_TRUE(run(database().ping())); }

TEST_P(DatabaseTest, refuses_work_after_close) {
  run(database().close());
  EXPECT_EQ(execute(kInsert, "a", 1).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(read(kCount).error().code, ErrorCode::kUnavailable);
}

COFFER_ON_EVERY_ENGINE(DatabaseTest);

}  // namespace
}  // namespace coffer::sql
