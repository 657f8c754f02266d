#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/time.h"
#include "platform/async/event.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"

namespace coffer::gateway {

const sql::Migrations& migrations();

/// `Idempotency-Key`: 1–255 printable ASCII characters. VALIDATION_ERROR, field `Idempotency-Key`.
Result<void> check_idempotency_key(std::string_view key);

/// What was answered the first time.
struct StoredAnswer {
  int status = 0;
  std::string body;
};

/// Makes a repeated request with the same key get the same answer.
///
/// Requests of one key pass one after the other. A row is written before the call and completed after
/// it; a row without an answer (the program ended in between, or the outcome is unknown) lets the next
/// request with the same body do the call again, which the service itself knows by the key.
class Idempotency {
 public:
  struct Request {
    std::string scope;
    std::string key;
    Bytes hash;
  };

  /// The right to make the call of one key. Giving it back without `complete` leaves the row open.
  class Turn {
   public:
    Turn(Idempotency& owner, Request request) : owner_(&owner), request_(std::move(request)) {}
    Turn(Turn&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), request_(std::move(other.request_)) {}
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

    /// Stores the answer of a call that was made.
    awaitable<Result<void>> complete(int status, std::string body);
    /// Forgets the key: the request was refused before anything happened.
    awaitable<Result<void>> forget();

   private:
    Idempotency* owner_;
    Request request_;
  };

  Idempotency(sql::Database& database, const Clock& clock, Duration kept);

  /// The turn, or the stored answer. CONFLICT when the key was used with another body. Waits while an
  /// earlier request of the same key is at work.
  awaitable<Result<std::variant<StoredAnswer, Turn>>> begin(Request request);

  /// Removes what is older than it is kept; returns how many.
  awaitable<Result<std::uint64_t>> purge();

 private:
  struct Found {
    bool same_body = false;
    std::optional<StoredAnswer> answer;
  };

  awaitable<Result<void>> enter(std::string name);
  void leave(const std::string& name);
  awaitable<Result<Found>> find_or_insert(Request request);

  sql::Database& database_;
  const Clock& clock_;
  Duration kept_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<async::Event>, std::less<>> at_work_;
};

}  // namespace coffer::gateway
