#include "services/streams/store.h"

#include <algorithm>
#include <utility>

namespace coffer::streams {
namespace {

using sql::Query;
using sql::Row;
using sql::Rows;
using sql::Transaction;

constexpr Query kPosition{"streams.position", "SELECT position FROM streams_positions WHERE source = $1"};
constexpr Query kMove{"streams.move_position",
                      "INSERT INTO streams_positions (source, position) VALUES ($1, $2) ON CONFLICT (source) DO UPDATE "
                      "SET position = $2 WHERE streams_positions.position = $3 RETURNING position"};
constexpr Query kHead{"streams.head", "SELECT seq FROM streams_head WHERE id = 1"};
constexpr Query kRaiseHead{"streams.raise_head", "UPDATE streams_head SET seq = seq + $1 WHERE id = 1 RETURNING seq"};
constexpr Query kInsert{"streams.insert_event",
                        "INSERT INTO streams_events (seq, owner, topic, type, data, at) "
                        "VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Query kAfter{"streams.events_after",
                       "SELECT seq, topic, type, data, at FROM streams_events WHERE owner = $1 AND seq > $2 AND "
                       "seq <= $3 AND topic IN ($4, $5) ORDER BY seq LIMIT $6"};
constexpr std::int64_t kPurgeBatch = 5'000;
constexpr Query kPurgeOld{"streams.purge_old",
                          "DELETE FROM streams_events WHERE seq IN "
                          "(SELECT seq FROM streams_events WHERE at < $1 ORDER BY at LIMIT $2)"};
constexpr Query kPurgeShared{"streams.purge_shared",
                             "DELETE FROM streams_events WHERE owner = '' AND seq < (SELECT MIN(seq) FROM (SELECT seq "
                             "FROM streams_events WHERE owner = '' ORDER BY seq DESC LIMIT $1) AS newest)"};

std::vector<StreamEvent> events_of(const Rows& rows, const std::string& owner) {
  std::vector<StreamEvent> out;
  for (const Row row : rows) {
    out.push_back({.seq = row.i64(0),
                   .owner = owner,
                   .topic = row.text(1),
                   .type = row.text(2),
                   .data = row.text(3),
                   .at = row.time(4)});
  }
  return out;
}

}  // namespace

awaitable<Result<std::int64_t>> Store::position(std::string source) {
  CO_TRY(const Rows rows, co_await database_.read(kPosition, source));
  co_return rows.empty() ? 0 : rows[0].i64(0);
}

awaitable<Result<std::optional<Recorded>>> Store::record(std::string source, std::int64_t from, std::int64_t to,
                                                         std::vector<StreamEvent> events) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<std::optional<Recorded>>> {
    CO_TRY(const Rows moved, co_await transaction.execute(kMove, source, to, from));
    if (moved.empty()) co_return std::nullopt;
    co_return co_await append(transaction, events);
  });
}

awaitable<Result<Recorded>> Store::append(Transaction& transaction, std::vector<StreamEvent> events) {
  CO_TRY(const Rows head, co_await transaction.execute(kRaiseHead, events.size()));
  if (head.empty()) co_return fail(internal("the log of events has no head"));
  Recorded out{.first = head[0].i64(0) - std::ssize(events) + 1, .last = head[0].i64(0)};
  std::vector<sql::Values> rows;
  for (std::int64_t seq = out.first; const StreamEvent& event : events) {
    rows.push_back(sql::to_values(seq++, event.owner, event.topic, event.type, event.data, event.at));
  }
  if (!rows.empty()) CO_CHECK(co_await transaction.execute_many(kInsert, std::move(rows)));
  co_return out;
}

awaitable<Result<std::int64_t>> Store::head() {
  CO_TRY(const Rows rows, co_await database_.read(kHead));
  if (rows.empty()) co_return fail(internal("the log of events has no head"));
  co_return rows[0].i64(0);
}

awaitable<Result<Store::Page>> Store::events_after(Filter filter, std::int64_t seq, std::int64_t limit) {
  // Two reads see two states; up to the head that was read first they are the same.
  CO_TRY(const std::int64_t last, co_await head());
  Page out{.events = {}, .cursor = last, .head = last};
  if (seq >= last) co_return out;
  if (filter.transactions || filter.balances) {
    const auto first_topic = filter.transactions ? kTransactions : kBalances;
    const auto second_topic = filter.balances ? kBalances : kTransactions;
    CO_TRY(const Rows own, co_await database_.read(kAfter, filter.owner, seq, last, first_topic, second_topic, limit));
    out.events = events_of(own, filter.owner);
  }
  if (filter.heads) {
    CO_TRY(const Rows shared, co_await database_.read(kAfter, "", seq, last, kHeads, kHeads, limit));
    for (StreamEvent& event : events_of(shared, "")) out.events.push_back(std::move(event));
    std::ranges::sort(out.events, {}, &StreamEvent::seq);
  }
  const auto most = static_cast<std::size_t>(limit);
  if (out.events.size() >= most) {
    out.events.resize(most);
    out.cursor = out.events.back().seq;
  }
  co_return out;
}

awaitable<Result<std::uint64_t>> Store::purge(Time before, std::int64_t shared_kept) {
  std::uint64_t removed = 0;
  for (std::uint64_t batch = kPurgeBatch; batch == kPurgeBatch;) {
    CO_TRY(batch, co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<std::uint64_t>> {
      CO_TRY(const Rows rows, co_await transaction.execute(kPurgeOld, before, kPurgeBatch));
      co_return rows.affected();
    }));
    removed += batch;
  }
  CO_TRY(const std::uint64_t shared,
         co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<std::uint64_t>> {
           CO_TRY(const Rows rows, co_await transaction.execute(kPurgeShared, shared_kept));
           co_return rows.affected();
         }));
  co_return removed + shared;
}

}  // namespace coffer::streams
