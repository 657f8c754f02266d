#include <fmt/format.h>

#include "apps/verify/checker.h"
#include "apps/verify/seams.h"

namespace coffer::verify {
namespace {

using sql::Query;
using sql::Rows;
using sql::Values;

constexpr Query kFence{"verify.fence", "SELECT fence FROM transactions_lanes WHERE network = $1 AND sender = $2"};

/// A transaction as the process sees it; the statement that guards a lane is looked at twice.
class WatchedTransaction final : public sql::Transaction {
 public:
  WatchedTransaction(Process& process, sql::Transaction& inner) : process_(process), inner_(inner) {}
  [[nodiscard]] sql::Engine engine() const override { return inner_.engine(); }

  void hand_over_actions() {
    for (auto& action : take_commit_actions()) inner_.on_commit(std::move(action));
  }

 protected:
  awaitable<Result<Rows>> run(Query query, Values parameters) override {
    if (!process_.alive()) throw Crashed();
    if (query.name == "transactions.guard_lane") co_return co_await guard(query, std::move(parameters));
    co_return co_await run_in(inner_, query, std::move(parameters));
  }
  awaitable<Result<std::uint64_t>> run_many(Query query, std::vector<Values> parameters) override {
    if (!process_.alive()) throw Crashed();
    return inner_.execute_many(query, std::move(parameters));
  }

 private:
  awaitable<Result<Rows>> guard(Query query, Values parameters) {
    CO_TRY(const Rows fence, co_await run_in(inner_, kFence, {parameters.at(0), parameters.at(1)}));
    const auto mine = std::get<std::int64_t>(parameters.at(2));
    CO_TRY(Rows guarded, co_await run_in(inner_, query, std::move(parameters)));
    if (guarded.affected() > 0 && fence[0].i64(0) != mine) {
      process_.world().violated(
          "no write with a stale fence",
          fmt::format("process {} writes under fence {}, the lane has {}", process_.index(), mine, fence[0].i64(0)));
    }
    co_return guarded;
  }

  Process& process_;
  sql::Transaction& inner_;
};

class WatchedBody final : public sql::TransactionBody {
 public:
  WatchedBody(Process& process, sql::TransactionBody& inner) : process_(process), inner_(inner) {}
  awaitable<Result<void>> run(sql::Transaction& transaction) override {
    if (!process_.alive()) throw Crashed();
    WatchedTransaction watched(process_, transaction);
    CO_CHECK(co_await inner_.run(watched));
    if (!process_.alive()) throw Crashed();
    watched.hand_over_actions();
    co_return Result<void>();
  }

 private:
  Process& process_;
  sql::TransactionBody& inner_;
};

}  // namespace

awaitable<Result<Rows>> DiskLink::run_read(Query query, Values parameters) {
  co_await process_.stand_still();
  const Fate fate = process_.strike(Point::kRead);
  if (fate == Fate::kFailBefore || fate == Fate::kFailAfter) co_return fail(unavailable("the database is unavailable"));
  auto rows = co_await read_in(*process_.world().disk, query, std::move(parameters));
  process_.conclude(fate);
  co_return rows;
}

awaitable<Result<void>> DiskLink::run_transaction(sql::TransactionBody& body) {
  World& world = process_.world();
  if (random_.chance(20)) (void)co_await world.timeline.sleep(std::chrono::milliseconds(random_.below(30)));
  co_await process_.stand_still();
  const Fate fate = process_.strike(Point::kCommit);
  if (fate == Fate::kFailBefore) co_return fail(unavailable("the database is unavailable"));
  WatchedBody watched(process_, body);
  const auto committed = co_await run_transaction_in(*world.disk, watched);
  if (committed) co_await world.checker->after_commit();
  process_.conclude(fate);
  co_await process_.stand_still();
  if (fate == Fate::kFailAfter && committed) {
    co_return fail(unavailable("the database is unavailable (the outcome of COMMIT is unknown)"));
  }
  co_return committed;
}

}  // namespace coffer::verify
