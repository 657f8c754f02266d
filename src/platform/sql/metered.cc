#include "platform/sql/metered.h"

namespace coffer::sql {
namespace {

/// The figures of one kind of operation.
class Meter {
 public:
  Meter(const std::string& database, const std::string& kind, std::size_t connections, telemetry::Metrics& metrics)
      : under_way_(metrics.gauge(telemetry::metric::kDatabaseOperations, "Operations under way, waiting ones included",
                                 {{"database", database}, {"kind", kind}})),
        duration_(metrics.histogram(telemetry::metric::kDatabaseDuration, "From the call to the answer",
                                    {{"database", database}, {"kind", kind}}, telemetry::latency_buckets())) {
    metrics
        .gauge(telemetry::metric::kDatabaseConnections, "Operations that are worked on at once",
               {{"database", database}, {"kind", kind}})
        .Set(static_cast<double>(connections));
  }

  /// Counts an operation from here to the end of the scope.
  class Scope {
   public:
    Scope(Meter& meter, const Clock& clock) : meter_(meter), clock_(clock), begun_(clock.now()) {
      meter_.under_way_.Increment();
    }
    ~Scope() {
      meter_.under_way_.Decrement();
      meter_.duration_.Observe(std::chrono::duration<double>(clock_.now() - begun_).count());
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Meter& meter_;
    const Clock& clock_;
    Time begun_;
  };

 private:
  telemetry::Gauge& under_way_;
  telemetry::Histogram& duration_;
};

class MeteredDatabase final : public Database {
 public:
  MeteredDatabase(std::unique_ptr<Database> inner, const std::string& name, Capacity capacity, const Clock& clock,
                  telemetry::Metrics& metrics)
      : inner_(std::move(inner)),
        clock_(clock),
        reads_(name, "read", capacity.reads, metrics),
        transactions_(name, "transaction", capacity.transactions, metrics) {}

  [[nodiscard]] Engine engine() const override { return inner_->engine(); }
  awaitable<Result<void>> ping() override { return inner_->ping(); }
  awaitable<void> close() override { return inner_->close(); }

 protected:
  awaitable<Result<Rows>> run_read(Query query, Values parameters) override {
    const Meter::Scope scope(reads_, clock_);
    co_return co_await read_in(*inner_, query, std::move(parameters));
  }
  awaitable<Result<void>> run_transaction(TransactionBody& body) override {
    const Meter::Scope scope(transactions_, clock_);
    co_return co_await run_transaction_in(*inner_, body);
  }

 private:
  std::unique_ptr<Database> inner_;
  const Clock& clock_;
  Meter reads_;
  Meter transactions_;
};

}  // namespace

std::unique_ptr<Database> metered(std::unique_ptr<Database> database, const std::string& name, Capacity capacity,
                                  const Clock& clock, telemetry::Metrics& metrics) {
  return std::make_unique<MeteredDatabase>(std::move(database), name, capacity, clock, metrics);
}

}  // namespace coffer::sql
