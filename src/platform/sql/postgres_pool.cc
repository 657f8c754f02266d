#include "platform/sql/postgres_pool.h"

#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace coffer::sql {
namespace {

Error closing() { return unavailable("the database is unavailable (it is being closed)"); }

}  // namespace

// Somebody who waits for a slot: answered once, by the one who frees it or by the timer.
struct PostgresPool::Waiter {
  explicit Waiter(const boost::asio::any_io_executor& executor) : timer(executor) {}
  Resume<bool> resume;
  boost::asio::steady_timer timer;
};

PostgresPool::PostgresPool(boost::asio::any_io_executor executor, PostgresOptions options)
    : executor_(std::move(executor)), options_(std::move(options)), free_slots_(options_.writers) {}

PostgresPool::Lease::~Lease() {
  if (connection_ == nullptr) return;
  connection_->close();
  pool_->free_slot(nullptr);
}

void PostgresPool::Lease::give_back() {
  if (connection_ == nullptr) return;
  pool_->free_slot(std::exchange(connection_, nullptr));
}

awaitable<Result<PostgresPool::Lease>> PostgresPool::acquire() {
  if (!co_await take_slot()) co_return fail(unavailable("the database is unavailable (all connections are in use)"));
  auto connection = take_idle();
  if (connection == nullptr) {
    auto connected = co_await PostgresConnection::connect(executor_, options_, PostgresConnection::Access::kWrite);
    if (!connected) {
      free_slot(nullptr);
      co_return fail(connected.error());
    }
    connection = *std::move(connected);
  }
  co_return Lease(shared_from_this(), std::move(connection));
}

awaitable<bool> PostgresPool::take_slot() {
  std::shared_ptr<Waiter> waiter;
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) co_return false;
    if (free_slots_ > 0) {
      --free_slots_;
      co_return true;
    }
    waiter = std::make_shared<Waiter>(executor_);
  }
  co_return co_await suspend<bool>([this, waiter](Resume<bool> resume) {
    const std::scoped_lock lock(mutex_);
    // A slot that became free between the two looks is taken here; nobody else would wake us.
    if (free_slots_ > 0) {
      --free_slots_;
      return resume(true);
    }
    waiter->resume = std::move(resume);
    waiters_.push_back(waiter);
    waiter->timer.expires_after(options_.pool_wait_timeout);
    waiter->timer.async_wait([self = shared_from_this(), waiter](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      const std::scoped_lock relock(self->mutex_);
      if (waiter->resume) std::exchange(waiter->resume, nullptr)(false);
    });
  });
}

void PostgresPool::free_slot(std::shared_ptr<PostgresConnection> idle) {
  const std::scoped_lock lock(mutex_);
  if (idle != nullptr && idle->usable() && !closed_) idle_.push_back(std::move(idle));
  while (!waiters_.empty()) {
    const std::shared_ptr<Waiter> waiter = std::move(waiters_.front());
    waiters_.pop_front();
    if (!waiter->resume) continue;  // it gave up
    std::exchange(waiter->resume, nullptr)(true);
    waiter->timer.cancel();
    return;
  }
  ++free_slots_;
}

std::shared_ptr<PostgresConnection> PostgresPool::take_idle() {
  const std::scoped_lock lock(mutex_);
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->usable()) return connection;
  }
  return nullptr;
}

void PostgresPool::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  for (const auto& connection : idle_) connection->close();
  idle_.clear();
}

PostgresReaders::PostgresReaders(boost::asio::any_io_executor executor, const PostgresOptions& options)
    : executor_(std::move(executor)), options_(options), slots_(options.readers) {}

awaitable<PostgresReaders::Connected> PostgresReaders::next() {
  Slot* slot = nullptr;
  bool connects = false;
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) co_return fail(closing());
    slot = &slots_[turn_++ % slots_.size()];
    if (slot->connection != nullptr && slot->connection->usable()) co_return slot->connection;
    connects = !std::exchange(slot->connecting, true);
  }
  if (connects) co_return co_await connect(*slot);
  co_return co_await suspend<Connected>([this, slot](Resume<Connected> resume) {
    const std::scoped_lock lock(mutex_);
    if (!slot->connecting) return resume(slot->connection);
    slot->waiting.push_back(std::move(resume));
  });
}

awaitable<PostgresReaders::Connected> PostgresReaders::connect(Slot& slot) {
  Connected connected = co_await PostgresConnection::connect(executor_, options_, PostgresConnection::Access::kRead);
  const std::scoped_lock lock(mutex_);
  slot.connecting = false;
  slot.connection = connected ? *connected : nullptr;
  for (auto& resume : std::exchange(slot.waiting, {})) resume(connected);
  co_return connected;
}

void PostgresReaders::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  for (Slot& slot : slots_) {
    if (slot.connection != nullptr) slot.connection->close();
  }
}

}  // namespace coffer::sql
