#include <fmt/format.h>

#include <array>

#include "apps/verify/hazard.h"
#include "apps/verify/plan.h"

namespace coffer::verify {
namespace {

constexpr std::array<std::string_view, kPoints> kPointNames{"read", "commit", "send", "question to a node",
                                                            "signature"};
constexpr std::array<std::string_view, kFates> kFateNames{"nothing happens", "crashes before it", "crashes after it",
                                                          "has it fail", "has it succeed and be reported as failed"};
constexpr std::array<std::string_view, kLies> kLieNames{"nothing",
                                                        "nonces that are too high",
                                                        "nonces that are too low",
                                                        "huge balances",
                                                        "balances of zero",
                                                        "that it knows no transaction",
                                                        "that it has taken what it throws away",
                                                        "some refusal to every send"};
constexpr std::array<std::string_view, kOrderKinds> kOrderNames{
    "plain", "reverting", "forbidden", "capped", "short-lived", "ending when replaced", "waiting for funds"};

std::string for_(std::uint64_t millis) { return "for " + seconds_text(std::chrono::milliseconds(millis)); }

std::string words(const Action& x) {
  switch (x.act) {
    case Act::kOrder:
      return fmt::format("order-{} is placed: sender {}, {}", x.a, x.b, kOrderNames.at(x.c));
    case Act::kCancel:
      return fmt::format("order-{} is cancelled", x.a);
    case Act::kSpeedUp:
      return fmt::format("order-{} is sped up", x.a);
    case Act::kStrike:
      return fmt::format("process {}, {} more of them, {}: at a {}", x.a, x.c, kFateNames.at(x.d), kPointNames.at(x.b));
    case Act::kPause:
      return fmt::format("process {} stands still {}", x.a, for_(x.b));
    case Act::kClockJump:
      return fmt::format("the clock of process {} jumps by {} ms", x.a,
                         static_cast<std::int64_t>(x.b) - static_cast<std::int64_t>(kJumpZero));
    case Act::kNodeDown:
      return fmt::format("node{} is down {}", x.a, for_(x.b));
    case Act::kNodeMute:
      return fmt::format("node{}'s answers are lost {}", x.a, for_(x.b));
    case Act::kNodeSlow:
      return fmt::format("node{} takes {} ms each way {}", x.a, x.c, for_(x.b));
    case Act::kNodeLag:
      return fmt::format("node{} is {} blocks behind {}", x.a, x.c, for_(x.b));
    case Act::kNodeLie:
      return fmt::format("node{} says {} {}", x.a, kLieNames.at(x.c), for_(x.b));
    case Act::kNodeFull:
      return fmt::format("the pool of node{} is full {}", x.a, for_(x.b));
    case Act::kForget:
      return fmt::format("node{} forgets its pool", x.a);
    case Act::kReorg:
      return fmt::format("{} blocks are replaced", x.a);
    case Act::kSpike:
      return fmt::format("the base fee is {} times as high {}", x.a, for_(x.b));
    case Act::kOutside:
      return fmt::format("sender {}'s key is used elsewhere: nonce {} above the chain's, by node{}", x.a, x.b, x.c);
    case Act::kTopUp:
      return fmt::format("sender {} gets {} thousandths of a coin", x.a, x.b);
    default:
      return fmt::format("the signer is away {}", for_(x.a));
  }
}

}  // namespace

std::string describe(const Action& action) { return fmt::format("{:>10}  {}", seconds_text(action.at), words(action)); }

}  // namespace coffer::verify
