#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/entropy.h"
#include "base/time.h"
#include "platform/events/event.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"

namespace coffer::events {

/// The events of one service, kept in its own tables `<name>_outbox…` beside its state, so that a
/// change and its event commit together.
class Outbox {
 public:
  /// `name` is the service's table prefix (`wallets`), lower-case letters and underscores.
  Outbox(std::string name, const Clock& clock, Entropy& entropy);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// The tables; apply before anything else is called.
  [[nodiscard]] sql::Migrations migrations() const;

  /// Records the event in the transaction and answers its id. Whoever listens (`on_append`) is woken
  /// when it commits.
  sql::awaitable<Result<std::string>> append(sql::Transaction& transaction, Event event);

  /// The events after `position`, in order, at most `limit` (1–1000). Only events the relay has
  /// given a position are seen.
  sql::awaitable<Result<std::vector<Envelope>>> after(sql::Database& database, std::int64_t position,
                                                      std::int64_t limit) const;
  /// The last position given; 0 before the first.
  sql::awaitable<Result<std::int64_t>> last_position(sql::Database& database) const;

  /// Gives positions to committed events that have none, at most `limit`, and answers how many.
  sql::awaitable<Result<std::uint64_t>> sequence(sql::Database& database, std::int64_t limit);

  /// Removes events before the time that every consumer has passed. Answers how many.
  sql::awaitable<Result<std::uint64_t>> purge(sql::Database& database, Time before);

  /// Called at each commit that holds an event, from any thread; it must be quick. Empty: nobody.
  void on_append(std::function<void()> wake);

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Statements;
  struct Listener;

  std::string name_;
  const Clock& clock_;
  Entropy& entropy_;
  std::unique_ptr<const Statements> statements_;
  std::shared_ptr<Listener> listener_;
};

}  // namespace coffer::events
