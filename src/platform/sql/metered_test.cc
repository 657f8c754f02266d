#include "platform/sql/metered.h"

#include <gmock/gmock.h>

#include "platform/async/event.h"
#include "platform/sql/sqlite.h"
#include "platform/sql/testing/engines.h"

namespace coffer::sql {
namespace {

using ::testing::HasSubstr;

constexpr Query kOne{"test.one", "SELECT 1"};

class MeteredTest : public ::testing::Test {
 protected:
  std::string figure(const std::string& name, const std::string& kind) {
    const std::string text = metrics_.text();
    const std::string line = name + "{database=\"main\",kind=\"" + kind + "\"} ";
    const std::size_t at = text.find(line);
    return at == std::string::npos ? "" : text.substr(at + line.size(), text.find('\n', at) - at - line.size());
  }

  boost::asio::io_context context_;
  ManualClock clock_{from_micros(0)};
  telemetry::Metrics metrics_;
  std::unique_ptr<Database> database_ = metered(open_sqlite(context_.get_executor(), {}).value(), "main",
                                                {.reads = 4, .transactions = 1}, clock_, metrics_);
};

TEST_F(MeteredTest, works_as_the_database_it_wraps) {
  EXPECT_EQ((*testing::run(context_, database_->read(kOne)))[0].i64(0), 1);
  EXPECT_EQ(testing::run(context_, database_->transaction([](Transaction& transaction) -> awaitable<Result<bool>> {
              CO_TRY(const Rows rows, co_await transaction.execute(kOne));
              co_return rows[0].i64(0) == 1;
            })),
            true);
  EXPECT_TRUE(testing::run(context_, database_->ping()));
}

TEST_F(MeteredTest, counts_operations_while_they_are_under_way) {
  EXPECT_EQ(figure("coffer_database_connections", "read"), "4");
  EXPECT_EQ(testing::run(context_, database_->transaction([&](Transaction&) -> awaitable<Result<std::string>> {
              co_return figure("coffer_database_operations", "transaction");
            })),
            "1");
  EXPECT_EQ(figure("coffer_database_operations", "transaction"), "0");
}

TEST_F(MeteredTest, measures_from_the_call_to_the_answer) {
  ASSERT_TRUE(testing::run(context_, database_->transaction([&](Transaction&) -> awaitable<Result<bool>> {
    clock_.advance(std::chrono::milliseconds(250));
    co_return true;
  })));
  EXPECT_EQ(figure("coffer_database_operation_duration_seconds_sum", "transaction"), "0.25");
  EXPECT_EQ(figure("coffer_database_operation_duration_seconds_count", "read"), "0");
}

}  // namespace
}  // namespace coffer::sql
