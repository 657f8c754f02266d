#include "platform/events/inbox.h"

#include <stdexcept>

#include "platform/events/statement.h"

namespace coffer::events {
namespace {

using sql::Rows;
using sql::Transaction;

constexpr std::int64_t kPurgeBatch = 5'000;

constexpr char kTables[] = R"(
CREATE TABLE @_inbox (
  consumer TEXT NOT NULL,
  event_id TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX @_inbox_by_time ON @_inbox (seen_at);
)";

}  // namespace

struct Inbox::Statements {
  explicit Statements(const std::string& name)
      : remember(name, "remember_event",
                 "INSERT INTO @_inbox (consumer, event_id, seen_at) VALUES ($1, $2, $3) "
                 "ON CONFLICT (consumer, event_id) DO NOTHING"),
        purge(name, "purge_inbox",
              "DELETE FROM @_inbox WHERE (consumer, event_id) IN "
              "(SELECT consumer, event_id FROM @_inbox WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)") {}

  Statement remember;
  Statement purge;
};

Inbox::Inbox(std::string name, const Clock& clock)
    : name_(std::move(name)), clock_(clock), statements_(std::make_unique<const Statements>(name_)) {
  if (!is_table_prefix(name_)) throw std::logic_error("an inbox is named by a service's table prefix");
}

Inbox::~Inbox() = default;

sql::Migrations Inbox::migrations() const {
  return {name_ + "_inbox", {{.number = 1, .name = "0001_inbox", .text = with_name(name_, kTables)}}};
}

sql::awaitable<Result<bool>> Inbox::once(Transaction& transaction, std::string_view consumer,
                                         std::string_view event_id) const {
  CO_TRY(const Rows rows,
         co_await transaction.execute(statements_->remember.query(), consumer, event_id, clock_.now()));
  co_return rows.affected() == 1;
}

sql::awaitable<Result<std::uint64_t>> Inbox::purge(sql::Database& database, Time before) const {
  std::uint64_t removed = 0;
  for (std::uint64_t batch = kPurgeBatch; batch == kPurgeBatch;) {
    CO_TRY(batch, co_await database.transaction([&](Transaction& transaction) -> sql::awaitable<Result<std::uint64_t>> {
      CO_TRY(const Rows rows, co_await transaction.execute(statements_->purge.query(), before, kPurgeBatch));
      co_return rows.affected();
    }));
    removed += batch;
  }
  co_return removed;
}

}  // namespace coffer::events
