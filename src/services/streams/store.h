#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "services/streams/stream_event.h"

namespace coffer::streams {

template <class T>
using awaitable = boost::asio::awaitable<T>;

/// The tables of this service.
const sql::Migrations& migrations();

/// The seqs that a batch was given: `first` to `last`; `first` is one above `last` when it was empty.
struct Recorded {
  std::int64_t first = 1;
  std::int64_t last = 0;
};

/// Whose events, and of which topics.
struct Filter {
  std::string owner;
  bool transactions = true;
  bool balances = true;
  bool heads = true;
};

/// The log of events and how far each source is followed.
class Store {
 public:
  explicit Store(sql::Database& database) : database_(database) {}

  /// How far a source is followed; 0 before its first event.
  awaitable<Result<std::int64_t>> position(std::string source);

  /// Stores events in this order, as part of a larger change.
  awaitable<Result<Recorded>> append(sql::Transaction& transaction, std::vector<StreamEvent> events);

  /// Stores the events of a source in this order and moves its position from `from` to `to`, in one
  /// commit. Nothing, and nothing is stored, when the position is no longer `from`: another process has
  /// recorded these events.
  awaitable<Result<std::optional<Recorded>>> record(std::string source, std::int64_t from, std::int64_t to,
                                                    std::vector<StreamEvent> events);

  /// The last seq that was given; everything up to it is there to be read.
  awaitable<Result<std::int64_t>> head();

  struct Page {
    std::vector<StreamEvent> events;  // by seq
    std::int64_t cursor = 0;          // everything wanted up to this seq has been answered
    std::int64_t head = 0;
  };
  /// The first `limit` wanted events after a seq.
  awaitable<Result<Page>> events_after(Filter filter, std::int64_t seq, std::int64_t limit);

  /// Removes what happened before the time, and all shared events (heads) but the newest
  /// `shared_kept`. Answers how many were removed.
  awaitable<Result<std::uint64_t>> purge(Time before, std::int64_t shared_kept);

 private:
  sql::Database& database_;
};

}  // namespace coffer::streams
