#include "platform/events/consumer_store.h"

#include "platform/events/statement.h"

namespace coffer::events {

using sql::Row;
using sql::Rows;
using sql::Transaction;

namespace {

Error no_longer_held(const std::string& consumer) {
  return conflict("the consumer " + consumer + " is no longer held");
}

std::vector<Parked> parked_rows(const Rows& rows) {
  std::vector<Parked> out;
  for (const Row row : rows)
    out.push_back({.position = row.i64(0), .key = row.text(1), .attempts = row.i64(2), .due_at = row.time(3)});
  return out;
}

}  // namespace

struct ConsumerStore::Statements {
  explicit Statements(const std::string& name)
      : add(name, "add_consumer",
            "INSERT INTO @_outbox_consumers (consumer, position, lease_owner, lease_until, fence) "
            "VALUES ($1, 0, '', 0, 0) ON CONFLICT (consumer) DO NOTHING"),
        acquire(name, "acquire_consumer",
                "UPDATE @_outbox_consumers SET lease_owner = $2, lease_until = $3, fence = fence + 1 "
                "WHERE consumer = $1 AND (lease_owner = $2 OR lease_until <= $4) RETURNING fence"),
        hold(name, "hold_consumer",
             "UPDATE @_outbox_consumers SET lease_until = $3 WHERE consumer = $1 AND fence = $2"),
        position(name, "consumer_position",
                 "SELECT position FROM @_outbox_consumers WHERE consumer = $1 AND fence = $2"),
        move(name, "move_consumer", "UPDATE @_outbox_consumers SET position = $2 WHERE consumer = $1"),
        reset(name, "reset_consumer",
              "UPDATE @_outbox_consumers SET position = $2, fence = fence + 1 WHERE consumer = $1"),
        heads(name, "due_parked_events",
              "SELECT position, event_key, attempts, due_at FROM @_outbox_parked AS p WHERE consumer = $1 AND "
              "due_at <= $2 AND NOT EXISTS (SELECT 1 FROM @_outbox_parked AS q WHERE q.consumer = p.consumer AND "
              "q.event_key = p.event_key AND q.position < p.position) ORDER BY due_at, position LIMIT $3"),
        next_due(name, "next_parked_event",
                 "SELECT MIN(due_at) FROM @_outbox_parked AS p WHERE consumer = $1 AND NOT EXISTS "
                 "(SELECT 1 FROM @_outbox_parked AS q WHERE q.consumer = p.consumer AND "
                 "q.event_key = p.event_key AND q.position < p.position)"),
        of_key(name, "parked_events_of_key",
               "SELECT position, event_key, attempts, due_at FROM @_outbox_parked "
               "WHERE consumer = $1 AND event_key = $2 ORDER BY position LIMIT $3"),
        blocked(name, "blocked_keys",
                "SELECT DISTINCT event_key FROM @_outbox_parked WHERE consumer = $1 AND event_key IN "
                "(SELECT event_key FROM @_outbox WHERE position > $2 AND position <= $3)"),
        park(name, "park_event",
             "INSERT INTO @_outbox_parked (consumer, position, event_key, attempts, due_at) "
             "VALUES ($1, $2, $3, $4, $5)"),
        unpark(name, "unpark_event", "DELETE FROM @_outbox_parked WHERE consumer = $1 AND position = $2"),
        unpark_all(name, "unpark_events", "DELETE FROM @_outbox_parked WHERE consumer = $1"),
        put_off(name, "put_off_event",
                "UPDATE @_outbox_parked SET attempts = $3, due_at = $4 WHERE consumer = $1 AND position = $2") {}

  Statement add;
  Statement acquire;
  Statement hold;
  Statement position;
  Statement move;
  Statement reset;
  Statement heads;
  Statement next_due;
  Statement of_key;
  Statement blocked;
  Statement park;
  Statement unpark;
  Statement unpark_all;
  Statement put_off;
};

ConsumerStore::ConsumerStore(sql::Database& database, const std::string& name)
    : database_(database), statements_(std::make_unique<const Statements>(name)) {}
ConsumerStore::~ConsumerStore() = default;

sql::awaitable<Result<std::optional<Lease>>> ConsumerStore::acquire(std::string consumer, std::string owner, Time now,
                                                                    Time until) {
  co_return co_await database_.transaction(
      [&](Transaction& transaction) -> sql::awaitable<Result<std::optional<Lease>>> {
        CO_CHECK(co_await transaction.execute(statements_->add.query(), consumer));
        CO_TRY(const Rows rows,
               co_await transaction.execute(statements_->acquire.query(), consumer, owner, until, now));
        if (rows.empty()) co_return std::nullopt;
        co_return Lease{.fence = rows[0].i64(0), .until = until};
      });
}

sql::awaitable<Result<void>> ConsumerStore::release(std::string consumer, Lease lease) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> sql::awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(statements_->hold.query(), consumer, lease.fence, std::int64_t{0}));
    co_return Result<void>();
  });
}

sql::awaitable<Result<std::int64_t>> ConsumerStore::position(std::string consumer, Lease lease) {
  CO_TRY(const Rows rows, co_await database_.read(statements_->position.query(), consumer, lease.fence));
  if (rows.empty()) co_return fail(no_longer_held(consumer));
  co_return rows[0].i64(0);
}

sql::awaitable<Result<std::vector<Parked>>> ConsumerStore::due_heads(std::string consumer, Time now,
                                                                     std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(statements_->heads.query(), consumer, now, limit));
  co_return parked_rows(rows);
}

sql::awaitable<Result<std::optional<Time>>> ConsumerStore::next_due(std::string consumer) {
  CO_TRY(const Rows rows, co_await database_.read(statements_->next_due.query(), consumer));
  if (rows.empty()) co_return std::nullopt;
  co_return rows[0].optional_time(0);
}

sql::awaitable<Result<std::vector<Parked>>> ConsumerStore::parked_of(std::string consumer, std::string key,
                                                                     std::int64_t limit) {
  CO_TRY(const Rows rows, co_await database_.read(statements_->of_key.query(), consumer, key, limit));
  co_return parked_rows(rows);
}

sql::awaitable<Result<std::set<std::string>>> ConsumerStore::blocked_keys(std::string consumer, std::int64_t from,
                                                                          std::int64_t to) {
  CO_TRY(const Rows rows, co_await database_.read(statements_->blocked.query(), consumer, from, to));
  std::set<std::string> out;
  for (const Row row : rows) out.insert(row.text(0));
  co_return out;
}

sql::awaitable<Result<void>> ConsumerStore::hold(Transaction& transaction, std::string consumer, Lease lease,
                                                 Time until) {
  CO_TRY(const Rows held, co_await transaction.execute(statements_->hold.query(), consumer, lease.fence, until));
  if (held.affected() == 0) co_return fail(no_longer_held(consumer));
  co_return Result<void>();
}

sql::awaitable<Result<void>> ConsumerStore::advance(std::string consumer, Lease lease, std::int64_t position,
                                                    std::vector<Parked> parked, Time until) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> sql::awaitable<Result<void>> {
    CO_CHECK(co_await hold(transaction, consumer, lease, until));
    CO_CHECK(co_await transaction.execute(statements_->move.query(), consumer, position));
    std::vector<sql::Values> rows;
    for (const Parked& event : parked)
      rows.push_back(sql::to_values(consumer, event.position, event.key, event.attempts, event.due_at));
    if (!rows.empty()) CO_CHECK(co_await transaction.execute_many(statements_->park.query(), std::move(rows)));
    co_return Result<void>();
  });
}

sql::awaitable<Result<void>> ConsumerStore::settle(std::string consumer, Lease lease, std::vector<std::int64_t> taken,
                                                   std::vector<Parked> failed, Time until) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> sql::awaitable<Result<void>> {
    CO_CHECK(co_await hold(transaction, consumer, lease, until));
    std::vector<sql::Values> done;
    for (const std::int64_t position : taken) done.push_back(sql::to_values(consumer, position));
    if (!done.empty()) CO_CHECK(co_await transaction.execute_many(statements_->unpark.query(), std::move(done)));
    std::vector<sql::Values> again;
    for (const Parked& event : failed)
      again.push_back(sql::to_values(consumer, event.position, event.attempts, event.due_at));
    if (!again.empty()) CO_CHECK(co_await transaction.execute_many(statements_->put_off.query(), std::move(again)));
    co_return Result<void>();
  });
}

sql::awaitable<Result<void>> ConsumerStore::reset(std::string consumer, std::int64_t position) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> sql::awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(statements_->add.query(), consumer));
    CO_CHECK(co_await transaction.execute(statements_->reset.query(), consumer, position));
    CO_CHECK(co_await transaction.execute(statements_->unpark_all.query(), consumer));
    co_return Result<void>();
  });
}

}  // namespace coffer::events
