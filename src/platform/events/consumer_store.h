#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/sql/database.h"

namespace coffer::events {

/// What makes a consumer this process's: whoever writes under an older fence is refused.
struct Lease {
  std::int64_t fence = 0;
  Time until;
};

/// An event that one consumer has yet to take, while those of other keys went on.
struct Parked {
  std::int64_t position = 0;
  std::string key;
  std::int64_t attempts = 0;  // failed so far
  Time due_at;
};

/// How far each consumer of an outbox has come, and what it left behind; tables
/// `<name>_outbox_consumers` and `<name>_outbox_parked`. Every write of a delivery is fenced: CONFLICT
/// when the lease has become another's or the consumer was set back.
class ConsumerStore {
 public:
  /// `name` is the outbox's.
  ConsumerStore(sql::Database& database, const std::string& name);
  ~ConsumerStore();
  ConsumerStore(const ConsumerStore&) = delete;
  ConsumerStore& operator=(const ConsumerStore&) = delete;

  /// Takes the consumer for `owner`, at position 0 where it is new. Nothing while another holds it.
  sql::awaitable<Result<std::optional<Lease>>> acquire(std::string consumer, std::string owner, Time now, Time until);
  /// Gives the consumer up, so that another need not wait.
  sql::awaitable<Result<void>> release(std::string consumer, Lease lease);

  /// The last event that was taken or parked; CONFLICT where the lease does not stand.
  sql::awaitable<Result<std::int64_t>> position(std::string consumer, Lease lease);
  /// The first parked event of each key where it is due, at most `limit`, the one due first first.
  sql::awaitable<Result<std::vector<Parked>>> due_heads(std::string consumer, Time now, std::int64_t limit);
  /// When the next of them is due; nothing while nothing is parked.
  sql::awaitable<Result<std::optional<Time>>> next_due(std::string consumer);
  /// The parked events of one key in order, at most `limit`.
  sql::awaitable<Result<std::vector<Parked>>> parked_of(std::string consumer, std::string key, std::int64_t limit);
  /// Those keys of the events in (`from`, `to`] of which something is parked.
  sql::awaitable<Result<std::set<std::string>>> blocked_keys(std::string consumer, std::int64_t from, std::int64_t to);

  /// Moves the position and parks what was not taken, in one commit; the lease lasts until `until`.
  sql::awaitable<Result<void>> advance(std::string consumer, Lease lease, std::int64_t position,
                                       std::vector<Parked> parked, Time until);
  /// Forgets parked events that were taken and puts off those that failed again, in one commit.
  sql::awaitable<Result<void>> settle(std::string consumer, Lease lease, std::vector<std::int64_t> taken,
                                      std::vector<Parked> failed, Time until);

  /// Sets the consumer to a position and forgets what it had parked; whoever holds it starts over.
  sql::awaitable<Result<void>> reset(std::string consumer, std::int64_t position);

 private:
  struct Statements;

  sql::awaitable<Result<void>> hold(sql::Transaction& transaction, std::string consumer, Lease lease, Time until);

  sql::Database& database_;
  std::unique_ptr<const Statements> statements_;
};

}  // namespace coffer::events
