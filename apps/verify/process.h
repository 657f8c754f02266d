#pragma once

#include "apps/verify/hazard.h"
#include "apps/verify/world.h"
#include "platform/async/task_group.h"
#include "services/chains/chains.h"
#include "services/transactions/transactions.h"

namespace coffer::verify {

/// One server process: the real services over seams that can be struck. It may end and be started
/// again; what it has in memory is lost then, what is on the disk stays.
class Process final : public Clock, public async::Sleeper {
 public:
  Process(World& world, std::size_t index);
  ~Process() override;

  void boot();
  /// Ends it at once; callable from inside. Its coroutines unwind at their next await, without effect.
  void die(Duration downtime);
  /// Clears away what ended. Between moments only.
  void bury();
  [[nodiscard]] bool alive() const { return alive_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  /// How often it was started; requests of an earlier life are lost.
  [[nodiscard]] std::uint64_t life() const { return life_; }

  Hazards hazards;
  Duration next_downtime = std::chrono::seconds{1};
  void jump_clock(Duration by) { clock_offset_ += by; }
  /// Everything in it stands still until then, as under a debugger or in a paused machine.
  void pause_until(Time until) { paused_until_ = until; }

  [[nodiscard]] Time now() const override { return world_.timeline.now() + clock_offset_; }
  awaitable<Result<void>> sleep_for(Duration duration) override;
  awaitable<Result<void>> sleep_until(Time time) override;

  /// The service and the group its requests run in; only while alive.
  [[nodiscard]] transactions::Transactions& service();
  [[nodiscard]] async::TaskGroup& tasks();

  // ---- for the seams

  /// Throws Crashed unless it is alive; says what happens at this point, having ended the process where it ends.
  Fate strike(Point point);
  /// What follows once the thing was done.
  void conclude(Fate fate);
  /// Waits while it is paused; throws Crashed when it has ended.
  awaitable<void> stand_still();
  [[nodiscard]] World& world() { return world_; }

 private:
  struct Life;

  World& world_;
  const std::size_t index_;
  bool alive_ = false;
  std::uint64_t life_ = 0;
  Duration clock_offset_{};
  Time paused_until_{};
  std::unique_ptr<Life> running_;
};

}  // namespace coffer::verify
