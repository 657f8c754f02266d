#include <algorithm>
#include <string>
#include <utility>

#include "domain/bitcoin/miniscript.h"

namespace coffer::bitcoin::miniscript {
namespace {

constexpr std::uint32_t kMaxDepth = 128;
constexpr std::uint32_t kMaxLock = 0x7fffffff;
constexpr std::uint32_t kRelativeTimeFlag = 1U << 22U;  // BIP-68
constexpr std::uint32_t kAbsoluteTimeThreshold = 500'000'000;
constexpr std::size_t kMaxMulti = 20;
constexpr std::size_t kMaxMultiA = 999;

constexpr std::uint32_t kTypes = kBase | kVerifyType | kKeyType | kWrapped;
constexpr std::uint32_t kLocks = kRelativeTime | kRelativeHeight | kAbsoluteTime | kAbsoluteHeight;

/// The properties of one child, as conditions read in the tables of BIP-379.
struct Child {
  std::uint32_t bits;
  [[nodiscard]] bool has(std::uint32_t all) const { return (bits & all) == all; }
  [[nodiscard]] std::uint32_t keep(std::uint32_t some) const { return bits & some; }
};

std::uint32_t when(bool condition, std::uint32_t bits) { return condition ? bits : 0; }

/// Whether locks on both sides can hold in one transaction.
bool mix(std::uint32_t a, std::uint32_t b) {
  const auto clash = [&](std::uint32_t time, std::uint32_t height) {
    return ((a & time) != 0 && (b & height) != 0) || ((a & height) != 0 && (b & time) != 0);
  };
  return clash(kRelativeTime, kRelativeHeight) || clash(kAbsoluteTime, kAbsoluteHeight);
}

std::uint32_t locks_of_either(Child x, Child y) {
  return ((x.bits | y.bits) & kLocks) | (x.bits & y.bits & kUnmixedLocks);
}
std::uint32_t locks_of_both(Child x, Child y) {
  return ((x.bits | y.bits) & kLocks) |
         when(x.has(kUnmixedLocks) && y.has(kUnmixedLocks) && !mix(x.bits, y.bits), kUnmixedLocks);
}

/// z and o of two parts that both run.
std::uint32_t args_of_both(Child x, Child y) {
  return (x.bits & y.bits & kZeroArg) |
         when((x.has(kZeroArg) && y.has(kOneArg)) || (x.has(kOneArg) && y.has(kZeroArg)), kOneArg);
}

std::uint32_t and_v(Child x, Child y) {
  if (!x.has(kVerifyType) || y.keep(kBase | kKeyType | kVerifyType) == 0) return 0;
  return y.keep(kBase | kKeyType | kVerifyType | kUnit) | args_of_both(x, y) |
         when(x.has(kNonZeroArg) || (x.has(kZeroArg) && y.has(kNonZeroArg)), kNonZeroArg) |
         when(x.has(kSafe) || y.has(kSafe), kSafe) | when(x.has(kSafe) || y.has(kForced), kForced) |
         (x.bits & y.bits & kNonMalleable) | locks_of_both(x, y);
}

std::uint32_t and_b(Child x, Child y) {
  if (!x.has(kBase) || !y.has(kWrapped)) return 0;
  const bool forced = (x.has(kForced) && y.has(kForced)) || x.has(kSafe | kForced) || y.has(kSafe | kForced);
  return kBase | kUnit | args_of_both(x, y) |
         when(x.has(kNonZeroArg) || (x.has(kZeroArg) && y.has(kNonZeroArg)), kNonZeroArg) |
         (x.bits & y.bits & (kDissatisfiable | kNonMalleable)) |
         when(x.has(kExpressive | kSafe) && y.has(kExpressive | kSafe), kExpressive) | when(forced, kForced) |
         when(x.has(kSafe) || y.has(kSafe), kSafe) | locks_of_both(x, y);
}

/// m of every kind of or: the first side can be left without a trace, and one of the two needs a signature.
std::uint32_t or_malleability(Child x, Child z) {
  return when(x.has(kExpressive | kNonMalleable) && z.has(kNonMalleable) && (x.has(kSafe) || z.has(kSafe)),
              kNonMalleable) |
         (x.bits & z.bits & kSafe);
}

std::uint32_t or_b(Child x, Child z) {
  if (!x.has(kBase | kDissatisfiable) || !z.has(kWrapped | kDissatisfiable)) return 0;
  const bool one_sided = z.has(kExpressive);
  return kBase | kDissatisfiable | kUnit | args_of_both(x, z) | (or_malleability(x, z) & when(one_sided, ~0U)) |
         (x.bits & z.bits & (kSafe | kExpressive)) | locks_of_either(x, z);
}

std::uint32_t or_c(Child x, Child z) {
  if (!x.has(kBase | kDissatisfiable | kUnit) || !z.has(kVerifyType)) return 0;
  return kVerifyType | kForced | (x.bits & z.bits & kZeroArg) | when(x.has(kOneArg) && z.has(kZeroArg), kOneArg) |
         or_malleability(x, z) | locks_of_either(x, z);
}

std::uint32_t or_d(Child x, Child z) {
  if (!x.has(kBase | kDissatisfiable | kUnit) || !z.has(kBase)) return 0;
  return kBase | z.keep(kDissatisfiable | kUnit | kForced | kExpressive) | (x.bits & z.bits & kZeroArg) |
         when(x.has(kOneArg) && z.has(kZeroArg), kOneArg) | or_malleability(x, z) | locks_of_either(x, z);
}

std::uint32_t or_i(Child x, Child z) {
  const std::uint32_t type = x.bits & z.bits & (kBase | kKeyType | kVerifyType);
  if (type == 0) return 0;
  return type | when(x.has(kZeroArg) && z.has(kZeroArg), kOneArg) | (x.bits & z.bits & (kUnit | kForced | kSafe)) |
         when(x.has(kDissatisfiable) || z.has(kDissatisfiable), kDissatisfiable) |
         when((x.has(kExpressive) && z.has(kForced)) || (x.has(kForced) && z.has(kExpressive)), kExpressive) |
         when(x.has(kNonMalleable) && z.has(kNonMalleable) && (x.has(kSafe) || z.has(kSafe)), kNonMalleable) |
         locks_of_either(x, z);
}

std::uint32_t and_or(Child x, Child y, Child z) {
  const std::uint32_t type = y.bits & z.bits & (kBase | kKeyType | kVerifyType);
  if (!x.has(kBase | kDissatisfiable | kUnit) || type == 0) return 0;
  const bool one =
      (x.has(kZeroArg) && y.has(kOneArg) && z.has(kOneArg)) || (x.has(kOneArg) && y.has(kZeroArg) && z.has(kZeroArg));
  const bool guarded = x.has(kSafe) || y.has(kForced);
  const bool signature = x.has(kSafe) || y.has(kSafe) || z.has(kSafe);
  const Child both{locks_of_both(x, y)};
  return type | (x.bits & y.bits & z.bits & kZeroArg) | when(one, kOneArg) | (y.bits & z.bits & kUnit) |
         z.keep(kDissatisfiable) | when(z.has(kForced) && guarded, kForced) |
         when(z.has(kExpressive) && guarded, kExpressive) |
         when(z.has(kSafe) && (x.has(kSafe) || y.has(kSafe)), kSafe) |
         when(x.has(kNonMalleable | kExpressive) && y.has(kNonMalleable) && z.has(kNonMalleable) && signature,
              kNonMalleable) |
         locks_of_either(both, z);
}

std::uint32_t threshold(const Node& node) {
  const std::size_t count = node.children.size();
  if (node.number == 0 || node.number > count) return 0;
  std::uint32_t all = ~0U;
  std::uint32_t locks = kUnmixedLocks;
  std::size_t safe = 0;
  std::size_t with_argument = 0;
  bool one = true;
  for (std::size_t i = 0; i < count; ++i) {
    const Child child{node.children[i].properties};
    if (!child.has((i == 0 ? kBase : kWrapped) | kDissatisfiable | kUnit)) return 0;
    all &= child.bits;
    safe += child.has(kSafe) ? 1 : 0;
    with_argument += child.has(kZeroArg) ? 0 : 1;
    one = one && (child.has(kZeroArg) || child.has(kOneArg));
    locks = node.number > 1 ? locks_of_both({locks}, child) : locks_of_either({locks}, child);
  }
  const bool expressive = (all & kExpressive) != 0;
  return kBase | kDissatisfiable | kUnit | when(with_argument == 0, kZeroArg) |
         when(one && with_argument == 1, kOneArg) | when(expressive && safe == count, kExpressive) |
         when(expressive && (all & kNonMalleable) != 0 && safe >= count - node.number, kNonMalleable) |
         when(safe >= count - node.number + 1, kSafe) | locks;
}

std::uint32_t wrapper(Fragment fragment, Child x, Dialect dialect) {
  const std::uint32_t carried = x.keep(kLocks | kUnmixedLocks | kNonMalleable);
  const std::uint32_t safety = x.keep(kSafe | kForced | kExpressive);
  switch (fragment) {
    case Fragment::kAlt:
      return when(x.has(kBase), kWrapped | x.keep(kDissatisfiable | kUnit) | safety | carried);
    case Fragment::kSwap:
      return when(x.has(kBase | kOneArg), kWrapped | x.keep(kDissatisfiable | kUnit) | safety | carried);
    case Fragment::kCheck:
      return when(x.has(kKeyType), kBase | kUnit | kSafe | x.keep(kOneArg | kNonZeroArg | kDissatisfiable) |
                                       x.keep(kForced | kExpressive) | carried);
    case Fragment::kDupIf:
      return when(x.has(kVerifyType | kZeroArg),
                  kBase | kOneArg | kNonZeroArg | kDissatisfiable | kExpressive | x.keep(kSafe) | carried |
                      when(dialect == Dialect::kTapscript, kUnit));  // MINIMALIF is consensus there
    case Fragment::kVerify:
      return when(x.has(kBase), kVerifyType | kForced | x.keep(kZeroArg | kOneArg | kNonZeroArg | kSafe) | carried);
    case Fragment::kNonZero:
      return when(x.has(kBase | kNonZeroArg), kBase | kNonZeroArg | kDissatisfiable | x.keep(kOneArg | kUnit | kSafe) |
                                                  when(x.has(kForced), kExpressive) | carried);
    default:  // n:
      return when(x.has(kBase),
                  kBase | kUnit | x.keep(kZeroArg | kOneArg | kNonZeroArg | kDissatisfiable) | safety | carried);
  }
}

std::uint32_t leaf(const Node& node, Dialect dialect) {
  constexpr std::uint32_t kPlain = kNonMalleable | kUnmixedLocks;
  const std::size_t count = node.keys.size();
  const bool in_range = node.number >= 1 && node.number <= count;
  switch (node.fragment) {
    case Fragment::kFalse:
      return kBase | kZeroArg | kUnit | kDissatisfiable | kSafe | kExpressive | kPlain;
    case Fragment::kTrue:
      return kBase | kZeroArg | kUnit | kForced | kPlain;
    case Fragment::kKey:
      return kKeyType | kOneArg | kNonZeroArg | kDissatisfiable | kUnit | kSafe | kExpressive | kPlain;
    case Fragment::kKeyHash:
      return kKeyType | kNonZeroArg | kDissatisfiable | kUnit | kSafe | kExpressive | kPlain;
    case Fragment::kOlder:
      return when(node.number >= 1 && node.number <= kMaxLock,
                  kBase | kZeroArg | kForced | kPlain |
                      ((node.number & kRelativeTimeFlag) != 0 ? kRelativeTime : kRelativeHeight));
    case Fragment::kAfter:
      return when(node.number >= 1 && node.number <= kMaxLock,
                  kBase | kZeroArg | kForced | kPlain |
                      (node.number >= kAbsoluteTimeThreshold ? kAbsoluteTime : kAbsoluteHeight));
    case Fragment::kMulti:
      return when(dialect == Dialect::kWitnessV0 && in_range && count <= kMaxMulti,
                  kBase | kNonZeroArg | kDissatisfiable | kUnit | kSafe | kExpressive | kPlain);
    case Fragment::kMultiA:
      return when(dialect == Dialect::kTapscript && in_range && count <= kMaxMultiA,
                  kBase | kDissatisfiable | kUnit | kSafe | kExpressive | kPlain);
    default:  // hash locks
      return kBase | kOneArg | kNonZeroArg | kDissatisfiable | kUnit | kPlain;
  }
}

std::uint32_t properties_of(const Node& node, Dialect dialect) {
  const auto child = [&](std::size_t i) { return Child{node.children[i].properties}; };
  switch (node.fragment) {
    case Fragment::kAndOr:
      return and_or(child(0), child(1), child(2));
    case Fragment::kAndV:
      return and_v(child(0), child(1));
    case Fragment::kAndB:
      return and_b(child(0), child(1));
    case Fragment::kOrB:
      return or_b(child(0), child(1));
    case Fragment::kOrC:
      return or_c(child(0), child(1));
    case Fragment::kOrD:
      return or_d(child(0), child(1));
    case Fragment::kOrI:
      return or_i(child(0), child(1));
    case Fragment::kThreshold:
      return threshold(node);
    default:
      return node.fragment >= Fragment::kAlt ? wrapper(node.fragment, child(0), dialect) : leaf(node, dialect);
  }
}

}  // namespace

Result<Node> typed(Node node, Dialect dialect) {
  for (const Node& child : node.children) node.depth = std::max(node.depth, child.depth + 1);
  if (node.depth > kMaxDepth) return fail(invalid("BIP-379: deeper than 128"));
  node.properties = properties_of(node, dialect);
  if ((node.properties & kTypes) == 0) return fail(invalid("BIP-379: an expression without a valid type"));
  return node;
}

}  // namespace coffer::bitcoin::miniscript
