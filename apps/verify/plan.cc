#include "apps/verify/plan.h"

#include <algorithm>

#include "apps/verify/hazard.h"

namespace coffer::verify {
namespace {

constexpr std::uint64_t kMostOrders = 6;

/// Draws the actions of one plan.
class Planner {
 public:
  explicit Planner(std::uint64_t seed) : random_(Random::stream(seed, 0x91a7)) {
    plan_.seed = seed;
    plan_.processes = 1 + random_.below(2);
    plan_.troubled = std::chrono::seconds(random_.between(20, 70));
    senders_ = 1 + random_.below(2);
    const bool poor = random_.chance(25);
    for (std::size_t i = 0; i < kSenders; ++i) plan_.coins.push_back(poor ? random_.below(8) : 10'000);
    if (poor) some(3, [this] { add({.act = Act::kTopUp, .a = sender(), .b = random_.between(1, 20)}); });
  }

  Plan draw() {
    orders();
    crashes();
    nodes();
    chain();
    std::ranges::sort(plan_.actions, {}, &Action::at);
    return std::move(plan_);
  }

 private:
  Duration moment() {
    return std::chrono::milliseconds(random_.below(static_cast<std::uint64_t>(plan_.troubled.count()) / 1000));
  }
  std::uint64_t span() { return random_.between(500, 20'000); }
  std::uint64_t process() { return random_.below(plan_.processes); }
  std::uint64_t node() { return random_.below(ModelNetwork::kNodes); }
  std::uint64_t sender() { return random_.below(senders_); }
  void add(Action action) {
    action.at = moment();
    plan_.actions.push_back(action);
  }
  /// One to `most` times, in a third of the plans.
  template <class Draw>
  void some(std::uint64_t most, Draw draw) {
    if (!random_.chance(33)) return;
    for (std::uint64_t i = random_.between(1, most); i > 0; --i) draw();
  }

  void orders() {
    const std::uint64_t count = random_.between(1, kMostOrders);
    const bool odd = random_.chance(50);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t kind = odd && random_.chance(50) ? random_.below(kOrderKinds) : 0;
      add({.act = Act::kOrder, .a = i, .b = sender(), .c = kind});
    }
    some(3, [&] { add({.act = Act::kCancel, .a = random_.below(count)}); });
    some(3, [&] { add({.act = Act::kSpeedUp, .a = random_.below(count)}); });
  }

  void crashes() {
    some(6, [&] {
      add({.act = Act::kStrike,
           .a = process(),
           .b = random_.below(kPoints),
           .c = random_.below(6),
           .d = random_.between(1, 2)});
    });
    some(6, [&] {
      add({.act = Act::kStrike,
           .a = process(),
           .b = random_.below(kPoints),
           .c = random_.below(6),
           .d = random_.between(3, 4)});
    });
    some(2, [&] { add({.act = Act::kPause, .a = process(), .b = random_.between(1'000, 40'000)}); });
    some(2, [&] {
      add({.act = Act::kClockJump, .a = process(), .b = random_.below(2 * kJumpZero) * 6 / 10 + kJumpZero * 4 / 10});
    });
    some(2, [&] { add({.act = Act::kSignerAway, .a = span()}); });
  }

  void nodes() {
    some(4, [&] { add({.act = Act::kNodeDown, .a = node(), .b = span()}); });
    some(4, [&] { add({.act = Act::kNodeMute, .a = node(), .b = span()}); });
    some(3, [&] { add({.act = Act::kNodeSlow, .a = node(), .b = span(), .c = random_.between(50, 2'500)}); });
    some(2, [&] { add({.act = Act::kNodeLag, .a = node(), .b = span(), .c = random_.between(1, 10)}); });
    some(2, [&] { add({.act = Act::kNodeFull, .a = node(), .b = span()}); });
    some(4, [&] { add({.act = Act::kForget, .a = node()}); });
    if (!random_.chance(33)) return;
    // One node lies at a time.
    const std::uint64_t liar = node();
    for (std::uint64_t i = random_.between(1, 3); i > 0; --i) {
      const std::uint64_t lie = random_.between(1, kLies - 1);
      if (lie == static_cast<std::uint64_t>(Lie::kRich)) plan_.assumptions.balances_hold = false;
      add({.act = Act::kNodeLie, .a = liar, .b = span(), .c = lie});
    }
  }

  void chain() {
    some(3, [&] { add({.act = Act::kReorg, .a = random_.between(1, kConfirmations - 1)}); });
    some(2, [&] { add({.act = Act::kSpike, .a = random_.between(2, 20), .b = span()}); });
    if (random_.chance(25)) {
      plan_.assumptions.balances_hold = false;
      for (std::uint64_t i = random_.between(1, 3); i > 0; --i) {
        add({.act = Act::kOutside, .a = sender(), .b = random_.below(3), .c = node()});
      }
    } else if (random_.chance(10)) {
      plan_.assumptions.finality_holds = plan_.assumptions.balances_hold = false;
      add({.act = Act::kReorg, .a = random_.between(kConfirmations, kConfirmations + 4)});
    }
  }

  Random random_;
  Plan plan_;
  std::uint64_t senders_ = 1;
};

}  // namespace

Plan plan_of(std::uint64_t seed) { return Planner(seed).draw(); }

}  // namespace coffer::verify
