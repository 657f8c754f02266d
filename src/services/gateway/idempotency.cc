#include "services/gateway/idempotency.h"

#include <algorithm>

namespace coffer::gateway {
namespace {

constexpr sql::Query kInsert{"gateway.insert_idempotency",
                             "INSERT INTO gateway_idempotency (scope, key, request_hash, status, body, expires_at) "
                             "VALUES ($1, $2, $3, NULL, '', $4) ON CONFLICT (scope, key) DO NOTHING RETURNING key"};
constexpr sql::Query kFind{"gateway.find_idempotency",
                           "SELECT request_hash, status, body FROM gateway_idempotency WHERE scope = $1 AND key = $2"};
constexpr sql::Query kComplete{"gateway.complete_idempotency",
                               "UPDATE gateway_idempotency SET status = $3, body = $4, expires_at = $5 "
                               "WHERE scope = $1 AND key = $2"};
constexpr sql::Query kForget{"gateway.forget_idempotency",
                             "DELETE FROM gateway_idempotency WHERE scope = $1 AND key = $2 AND status IS NULL"};
constexpr sql::Query kPurge{"gateway.purge_idempotency", "DELETE FROM gateway_idempotency WHERE expires_at < $1"};

/// Unambiguous: neither part holds a line feed.
std::string name_of(const Idempotency::Request& request) { return request.scope + "\n" + request.key; }

}  // namespace

Result<void> check_idempotency_key(std::string_view key) {
  const bool printable = std::ranges::all_of(key, [](char c) { return c >= 0x20 && c <= 0x7e; });
  if (key.empty() || key.size() > 255 || !printable)
    return fail(invalid_field("Idempotency-Key", "Idempotency-Key must be 1 to 255 printable ASCII characters"));
  return {};
}

Idempotency::Idempotency(sql::Database& database, const Clock& clock, Duration kept)
    : database_(database), clock_(clock), kept_(kept) {}

awaitable<Result<std::variant<StoredAnswer, Idempotency::Turn>>> Idempotency::begin(Request request) {
  using Outcome = std::variant<StoredAnswer, Turn>;
  CO_CHECK(co_await enter(name_of(request)));
  Turn turn(*this, request);
  CO_TRY(Found found, co_await find_or_insert(std::move(request)));
  if (!found.same_body) co_return fail(conflict("Idempotency-Key was used with another request"));
  if (found.answer) co_return Outcome(*std::move(found.answer));
  co_return Outcome(std::move(turn));
}

awaitable<Result<void>> Idempotency::enter(std::string name) {
  while (true) {
    std::shared_ptr<async::Event> ahead;
    {
      const std::lock_guard lock(mutex_);
      auto& place = at_work_[name];
      if (!place) {
        place = std::make_shared<async::Event>();
        co_return Result<void>{};
      }
      ahead = place;
    }
    CO_CHECK(co_await ahead->wait(0));
  }
}

void Idempotency::leave(const std::string& name) {
  std::shared_ptr<async::Event> event;
  {
    const std::lock_guard lock(mutex_);
    const auto place = at_work_.find(name);
    event = place->second;
    at_work_.erase(place);
  }
  event->notify();
}

awaitable<Result<Idempotency::Found>> Idempotency::find_or_insert(Request request) {
  const Time expires_at = clock_.now() + kept_;
  co_return co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<Found>> {
    CO_TRY(const auto inserted,
           co_await transaction.execute(kInsert, request.scope, request.key, request.hash, expires_at));
    if (!inserted.empty()) co_return Found{.same_body = true, .answer = {}};
    CO_TRY(const auto rows, co_await transaction.execute(kFind, request.scope, request.key));
    if (rows.empty()) co_return fail(unavailable("the idempotency record changed; try again"));
    const auto row = rows[0];
    Found found{.same_body = row.bytes(0) == request.hash, .answer = {}};
    if (const auto status = row.optional_i64(1))
      found.answer = StoredAnswer{.status = static_cast<int>(*status), .body = row.text(2)};
    co_return found;
  });
}

awaitable<Result<std::uint64_t>> Idempotency::purge() {
  const Time now = clock_.now();
  co_return co_await database_.transaction([now](sql::Transaction& transaction) -> awaitable<Result<std::uint64_t>> {
    CO_TRY(const auto rows, co_await transaction.execute(kPurge, now));
    co_return rows.affected();
  });
}

Idempotency::Turn::~Turn() {
  if (owner_ != nullptr) owner_->leave(name_of(request_));
}

awaitable<Result<void>> Idempotency::Turn::complete(int status, std::string body) {
  const Time expires_at = owner_->clock_.now() + owner_->kept_;
  co_return co_await owner_->database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kComplete, request_.scope, request_.key, status, body, expires_at));
    co_return Result<void>{};
  });
}

awaitable<Result<void>> Idempotency::Turn::forget() {
  co_return co_await owner_->database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kForget, request_.scope, request_.key));
    co_return Result<void>{};
  });
}

}  // namespace coffer::gateway
