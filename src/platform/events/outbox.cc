#include "platform/events/outbox.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "base/id.h"
#include "platform/events/statement.h"

namespace coffer::events {
namespace {

using sql::Row;
using sql::Rows;
using sql::Transaction;

constexpr std::int64_t kPurgeBatch = 1'000;

constexpr char kTables[] = R"(
CREATE TABLE @_outbox (
  ordinal BIGSERIAL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  position BIGINT,
  type TEXT NOT NULL,
  event_key TEXT NOT NULL,
  happened_at BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX @_outbox_position ON @_outbox (position, ordinal);
CREATE TABLE @_outbox_head (
  id BIGINT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL
);
INSERT INTO @_outbox_head (id, position) VALUES (1, 0);
CREATE TABLE @_outbox_consumers (
  consumer TEXT NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL,
  lease_owner TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  fence BIGINT NOT NULL
);
CREATE TABLE @_outbox_parked (
  consumer TEXT NOT NULL,
  position BIGINT NOT NULL,
  event_key TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (consumer, position)
);
CREATE INDEX @_outbox_parked_by_key ON @_outbox_parked (consumer, event_key, position);
)";

}  // namespace

struct Outbox::Statements {
  explicit Statements(const std::string& name)
      : insert(name, "append_event",
               "INSERT INTO @_outbox (id, type, event_key, happened_at, content_type, data) "
               "VALUES ($1, $2, $3, $4, $5, $6)"),
        after(name, "events_after",
              "SELECT position, id, type, event_key, happened_at, content_type, data FROM @_outbox "
              "WHERE position > $1 ORDER BY position LIMIT $2"),
        head(name, "outbox_head", "SELECT position FROM @_outbox_head WHERE id = 1"),
        lock_head(name, "lock_outbox_head",
                  "UPDATE @_outbox_head SET position = position WHERE id = 1 RETURNING position"),
        set_head(name, "set_outbox_head", "UPDATE @_outbox_head SET position = $1 WHERE id = 1"),
        waiting(name, "events_without_position",
                "SELECT ordinal FROM @_outbox WHERE position IS NULL ORDER BY ordinal LIMIT $1"),
        place(name, "place_event", "UPDATE @_outbox SET position = $2 WHERE ordinal = $1"),
        oldest(name, "oldest_events",
               "SELECT position, happened_at FROM @_outbox WHERE position > $1 ORDER BY position LIMIT $2"),
        purge(name, "purge_events",
              "DELETE FROM @_outbox WHERE position > $1 AND position <= $2 AND "
              "position <= (SELECT COALESCE(MIN(position), 0) FROM @_outbox_consumers) AND "
              "position NOT IN (SELECT position FROM @_outbox_parked)") {}

  Statement insert;
  Statement after;
  Statement head;
  Statement lock_head;
  Statement set_head;
  Statement waiting;
  Statement place;
  Statement oldest;
  Statement purge;
};

struct Outbox::Listener {
  std::mutex mutex;
  std::function<void()> wake;

  void call() {
    std::function<void()> action;
    {
      const std::lock_guard lock(mutex);
      action = wake;
    }
    if (action) action();
  }
};

Outbox::Outbox(std::string name, const Clock& clock, Entropy& entropy)
    : name_(std::move(name)),
      clock_(clock),
      entropy_(entropy),
      statements_(std::make_unique<Statements>(name_)),
      listener_(std::make_shared<Listener>()) {
  if (!is_table_prefix(name_)) throw std::logic_error("an outbox is named by a service's table prefix");
}

Outbox::~Outbox() = default;

sql::Migrations Outbox::migrations() const {
  return {name_ + "_outbox", {{.number = 1, .name = "0001_outbox", .text = with_name(name_, kTables)}}};
}

sql::awaitable<Result<std::string>> Outbox::append(Transaction& transaction, Event event) {
  if (event.data.size() > kMaxDataBytes) co_return fail(internal("an event is larger than 256 KiB"));
  CO_TRY(std::string id, new_id(clock_, entropy_));
  CO_CHECK(co_await transaction.execute(statements_->insert.query(), id, event.type, event.key, clock_.now(),
                                        event.content_type, event.data));
  transaction.on_commit([listener = listener_] { listener->call(); });
  co_return id;
}

sql::awaitable<Result<std::vector<Envelope>>> Outbox::after(sql::Database& database, std::int64_t position,
                                                            std::int64_t limit) const {
  CO_TRY(const Rows rows,
         co_await database.read(statements_->after.query(), position, std::clamp<std::int64_t>(limit, 1, 1000)));
  std::vector<Envelope> out;
  for (const Row row : rows) {
    out.push_back({.position = row.i64(0),
                   .id = row.text(1),
                   .source = "/coffer/" + name_,
                   .type = row.text(2),
                   .key = row.text(3),
                   .time = row.time(4),
                   .content_type = row.text(5),
                   .data = row.text(6)});
  }
  co_return out;
}

sql::awaitable<Result<std::int64_t>> Outbox::last_position(sql::Database& database) const {
  CO_TRY(const Rows rows, co_await database.read(statements_->head.query()));
  if (rows.empty()) co_return fail(internal("the outbox has no head"));
  co_return rows[0].i64(0);
}

sql::awaitable<Result<std::uint64_t>> Outbox::sequence(sql::Database& database, std::int64_t limit) {
  // To look costs no write: an outbox where nothing happens leaves the disk alone.
  CO_TRY(const Rows any, co_await database.read(statements_->waiting.query(), 1));
  if (any.empty()) co_return 0;
  co_return co_await database.transaction([&](Transaction& transaction) -> sql::awaitable<Result<std::uint64_t>> {
    // Whoever holds the head is alone; positions have no gaps because they are given here only.
    CO_TRY(const Rows head, co_await transaction.execute(statements_->lock_head.query()));
    if (head.empty()) co_return fail(internal("the outbox has no head"));
    std::int64_t position = head[0].i64(0);
    CO_TRY(const Rows waiting, co_await transaction.execute(statements_->waiting.query(), limit));
    std::vector<sql::Values> places;
    for (const Row row : waiting) places.push_back(sql::to_values(row.i64(0), ++position));
    const auto count = static_cast<std::uint64_t>(places.size());
    if (places.empty()) co_return count;
    CO_CHECK(co_await transaction.execute_many(statements_->place.query(), std::move(places)));
    CO_CHECK(co_await transaction.execute(statements_->set_head.query(), position));
    co_return count;
  });
}

sql::awaitable<Result<std::uint64_t>> Outbox::purge(sql::Database& database, Time before) {
  std::uint64_t removed = 0;
  for (std::int64_t from = 0;;) {
    CO_TRY(const Rows oldest, co_await database.read(statements_->oldest.query(), from, kPurgeBatch));
    std::int64_t to = from;
    for (const Row row : oldest) {
      if (row.time(1) >= before) break;
      to = row.i64(0);
    }
    if (to == from) co_return removed;
    CO_TRY(const std::uint64_t batch,
           co_await database.transaction([&](Transaction& transaction) -> sql::awaitable<Result<std::uint64_t>> {
             CO_TRY(const Rows rows, co_await transaction.execute(statements_->purge.query(), from, to));
             co_return rows.affected();
           }));
    removed += batch;
    from = to;
  }
}

void Outbox::on_append(std::function<void()> wake) {
  const std::lock_guard lock(listener_->mutex);
  listener_->wake = std::move(wake);
}

}  // namespace coffer::events
