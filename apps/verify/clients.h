#pragma once

#include <memory>

#include "apps/verify/orders.h"
#include "apps/verify/process.h"

namespace coffer::verify {

using Processes = std::vector<std::unique_ptr<Process>>;

/// The people who order: they ask some server, and ask again with the same key until they are answered.
class Clients {
 public:
  Clients(World& world, Orders& orders, Processes& processes);

  void place(std::size_t order);
  void cancel(std::size_t order);
  void speed_up(std::size_t order);
  /// Asks why an order stands where it stands; the checker compares the answer with the truth.
  void explain(std::size_t order);
  /// Orders that were asked for and not answered.
  [[nodiscard]] std::size_t unanswered() const;

 private:
  struct Visit;
  void ask_again(std::size_t order, Duration delay);
  Process* some_process();
  awaitable<Result<void>> create(Process& process, std::size_t order, std::shared_ptr<Visit> visit);
  awaitable<Result<void>> request_cancel(Process& process, std::string id);
  awaitable<Result<void>> request_speed_up(Process& process, std::string id);
  awaitable<Result<void>> ask_why(Process& process, std::size_t order);

  World& world_;
  Orders& orders_;
  Processes& processes_;
  Random random_;
};

}  // namespace coffer::verify
