#include "platform/sql/migrations.h"

#include <gmock/gmock.h>

#include "platform/sql/testing/engines.h"

namespace coffer::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Migration kFirst{1, "0001_first", "CREATE TABLE shop_items (id TEXT PRIMARY KEY);"};
const Migration kSecond{2, "0002_second", "ALTER TABLE shop_items ADD COLUMN price BIGINT;\n-- done; really\n"};

class MigrationsTest : public testing::OnEveryEngine {
 protected:
  Result<void> apply(std::vector<Migration> steps, std::string owner = "shop") {
    return run(migrate(database(), {std::move(owner), std::move(steps)}));
  }
  Result<Rows> read(std::string_view text) { return run(database().read(Query{"test", text})); }
};

TEST_P(MigrationsTest, applies_each_step_once) {
  ASSERT_TRUE(apply({kFirst}));
  ASSERT_TRUE(apply({kFirst, kSecond}));
  ASSERT_TRUE(apply({kFirst, kSecond}));
  EXPECT_TRUE(read("SELECT price FROM shop_items"));
  EXPECT_EQ(read("SELECT number FROM coffer_migrations WHERE owner = 'shop'")->size(), 2U);
}

TEST_P(MigrationsTest, refuses_an_applied_step_that_was_changed) {
  ASSERT_TRUE(apply({kFirst}));
  const Result<void> refused = apply({{1, "0001_first", "CREATE TABLE shop_items (id TEXT);"}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("was changed after it was applied"));
}

TEST_P(MigrationsTest, refuses_a_database_newer_than_the_program) {
  ASSERT_TRUE(apply({kFirst, kSecond}));
  EXPECT_THAT(apply({kFirst}).error().message, HasSubstr("newer than this program"));
}

TEST_P(MigrationsTest, tells_what_is_not_yet_applied) {
  const auto pending = [this] { return run(pending_migrations(database(), {"shop", {kFirst, kSecond}})); };
  EXPECT_THAT(pending().value(), ElementsAre("shop 0001_first", "shop 0002_second"));
  ASSERT_TRUE(apply({kFirst}));
  EXPECT_THAT(pending().value(), ElementsAre("shop 0002_second"));
  ASSERT_TRUE(apply({kFirst, kSecond}));
  EXPECT_THAT(pending().value(), ElementsAre());
}

TEST_P(MigrationsTest, refuses_a_gap_in_the_numbers) { EXPECT_FALSE(apply({kSecond})); }

TEST_P(MigrationsTest, refuses_a_table_of_another_owner) {
  EXPECT_THAT(apply({{1, "0001_x", "CREATE TABLE IF NOT EXISTS goods (id TEXT)"}}).error().message,
              HasSubstr("goods does not begin with shop_"));
}

TEST_P(MigrationsTest, applies_nothing_of_an_owner_whose_step_fails) {
  EXPECT_FALSE(apply({kFirst, {2, "0002_wrong", "CREATE TABLE shop_more (id TEXT); SELECT nonsense FROM nowhere"}}));
  EXPECT_FALSE(read("SELECT id FROM shop_items"));
  EXPECT_TRUE(apply({kFirst}));
}

TEST_P(MigrationsTest, runs_side_by_side) {
  std::vector<std::future<Result<void>>> rivals;
  for (int i = 0; i < 4; ++i)
    rivals.push_back(
        boost::asio::co_spawn(context(), migrate(database(), {"shop", {kFirst, kSecond}}), boost::asio::use_future));
  for (auto& rival : rivals) {
    EXPECT_TRUE(testing::finish(context(), rival));
  }
}

COFFER_ON_EVERY_ENGINE(MigrationsTest);

TEST(SplitStatements, splits_at_semicolons) {
  EXPECT_THAT(split_statements(" SELECT 1 ;\n SELECT 2"), ElementsAre("SELECT 1", "SELECT 2"));
}

TEST(SplitStatements, leaves_semicolons_in_quotes_and_comments) {
  EXPECT_THAT(split_statements("SELECT ';', \"a;b\" /* ; */ -- ;\n; SELECT 'it''s;'"),
              ElementsAre("SELECT ';', \"a;b\" /* ; */ -- ;", "SELECT 'it''s;'"));
}

TEST(SplitStatements, drops_what_holds_no_statement) {
  EXPECT_THAT(split_statements(";; -- nothing\n ; /* at all */ "), ElementsAre());
}

TEST(SplitStatements, takes_an_unended_quote_to_the_end) {
  EXPECT_THAT(split_statements("SELECT 'a; b"), ElementsAre("SELECT 'a; b"));
}

}  // namespace
}  // namespace coffer::sql
