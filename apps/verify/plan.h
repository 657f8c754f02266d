#pragma once

#include <string>
#include <vector>

#include "apps/verify/checker.h"

namespace coffer::verify {

/// What happens to the world in a run; the numbers mean what `describe` says.
enum class Act : std::uint8_t {
  kOrder,      // number, sender, OrderKind
  kCancel,     // order
  kSpeedUp,    // order
  kStrike,     // process, Point, how often it is passed before, Fate
  kPause,      // process, ms
  kClockJump,  // process, ms + kJumpZero
  kNodeDown,   // node, ms
  kNodeMute,   // node, ms
  kNodeSlow,   // node, ms, latency in ms
  kNodeLag,    // node, ms, blocks
  kNodeLie,    // node, ms, Lie
  kNodeFull,   // node, ms
  kForget,     // node: its pool is emptied
  kReorg,      // depth
  kSpike,      // factor, ms
  kOutside,    // sender, nonces ahead of the chain's, node: somebody else uses the key
  kTopUp,      // sender, coins in thousandths
  kSignerAway  // ms
};
inline constexpr std::uint64_t kJumpZero = 100'000;

enum class OrderKind : std::uint8_t {
  kPlain,
  kReverting,
  kForbidden,
  kCapped,       // its owner allows little more than the usual fee
  kShortLived,   // valid for some seconds
  kStubborn,     // ends when somebody else uses its nonce
  kWithoutFunds  // waits for funds
};
inline constexpr std::uint64_t kOrderKinds = 7;

struct Action {
  Duration at{};
  Act act = Act::kOrder;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;
  std::uint64_t d = 0;
};
/// One line of a trace: `12.000s  node1 is down for 5.000s`.
std::string describe(const Action& action);

/// A whole run: everything else is drawn from the seed.
struct Plan {
  std::uint64_t seed = 0;
  std::size_t processes = 1;
  Duration troubled{};               // faults happen until then; afterwards everybody is honest, up and paid
  std::vector<std::uint64_t> coins;  // of each sender at the start, in thousandths
  std::vector<Action> actions;       // by time
  Assumptions assumptions;
};

/// Each seed draws which kinds of fault it has at all, then when and how often.
Plan plan_of(std::uint64_t seed);

}  // namespace coffer::verify
