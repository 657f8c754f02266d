#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"

namespace coffer::events {

/// What a service's consumers have already done, in its own table `<name>_inbox`: at-least-once
/// delivery becomes exactly-once effect.
class Inbox {
 public:
  Inbox(std::string name, const Clock& clock);
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  [[nodiscard]] sql::Migrations migrations() const;

  /// True the first time this consumer sees the event; false when its effect is already committed.
  /// Call it first in the transaction that has the effect:
  /// `CO_TRY(const bool first, co_await inbox.once(transaction, kConsumer, envelope.id)); if (!first) co_return …`
  sql::awaitable<Result<bool>> once(sql::Transaction& transaction, std::string_view consumer,
                                    std::string_view event_id) const;

  /// Forgets what was seen before the time; it must lie further back than any redelivery.
  sql::awaitable<Result<std::uint64_t>> purge(sql::Database& database, Time before) const;

 private:
  struct Statements;

  std::string name_;
  const Clock& clock_;
  std::unique_ptr<const Statements> statements_;
};

}  // namespace coffer::events
