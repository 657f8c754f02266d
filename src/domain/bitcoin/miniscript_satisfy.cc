#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "domain/bitcoin/miniscript.h"

namespace coffer::bitcoin::miniscript {
namespace {

/// One way to satisfy or dissatisfy a fragment: items bottom first, so that what runs first is at the end.
struct Way {
  bool possible = true;
  bool signed_by_someone = false;  // nobody else can make it
  bool malleable = false;          // somebody else can turn it into another
  std::vector<Bytes> items = {};

  [[nodiscard]] std::size_t size() const {
    return std::accumulate(items.begin(), items.end(), items.size(),
                           [](std::size_t sum, const Bytes& item) { return sum + item.size(); });
  }
  Way&& as_malleable() && {
    malleable = true;
    return std::move(*this);
  }
};

Way impossible() { return {.possible = false}; }
Way nothing() { return {}; }
Way item(Bytes bytes) {
  Way out;
  out.items.push_back(std::move(bytes));
  return out;
}
Way zero() { return item({}); }
Way one() { return item({1}); }

/// `first` lies below `second`.
Way both(const Way& first, const Way& second) {
  if (!first.possible || !second.possible) return impossible();
  Way out = first;
  out.items.insert(out.items.end(), second.items.begin(), second.items.end());
  out.signed_by_someone = first.signed_by_someone || second.signed_by_someone;
  out.malleable = first.malleable || second.malleable;
  return out;
}

/// BIP-379, "Non-malleable satisfaction": a way without signature stands open to everybody, so it must be the one that
/// is taken; two such ways make either malleable.
Way better(Way a, Way b) {
  if (!a.possible) return b;
  if (!b.possible) return a;
  if (!a.signed_by_someone && b.signed_by_someone) return a;
  if (!b.signed_by_someone && a.signed_by_someone) return b;
  if (!a.signed_by_someone) {
    a.malleable = b.malleable = true;
  } else if (a.malleable != b.malleable) {
    return a.malleable ? b : a;
  }
  return b.size() < a.size() ? b : a;
}

struct Ways {
  Way no;   // leaves false, where the fragment can
  Way yes;  // leaves true, a key, or nothing
};

class Solver {
 public:
  explicit Solver(const Satisfier& satisfier) : satisfier_(satisfier) {}

  Ways solve(const Node& node) const {
    switch (node.fragment) {
      case Fragment::kFalse:
        return {.no = nothing(), .yes = impossible()};
      case Fragment::kTrue:
        return {.no = impossible(), .yes = nothing()};
      case Fragment::kKey:
        return {.no = zero(), .yes = signature(node.keys[0].fixed)};
      case Fragment::kKeyHash:
        return key_hash(node);
      case Fragment::kOlder:
      case Fragment::kAfter:
        return {.no = impossible(), .yes = satisfier_.meets(node.fragment, node.number) ? nothing() : impossible()};
      case Fragment::kSha256:
      case Fragment::kHash256:
      case Fragment::kRipemd160:
      case Fragment::kHash160:
        return hash(node);
      case Fragment::kMulti:
        return multi(node);
      case Fragment::kMultiA:
        return multi_a(node);
      case Fragment::kThreshold:
        return threshold(node);
      default:
        return node.fragment >= Fragment::kAlt ? wrapper(node) : combinator(node);
    }
  }

 private:
  Way signature(BytesView key) const {
    auto found = satisfier_.signature(key);
    if (!found) return impossible();
    Way out = item(*std::move(found));
    out.signed_by_someone = true;
    return out;
  }

  Ways key_hash(const Node& node) const {
    const auto key = node.keys.empty() ? satisfier_.key_of_hash(node.hash) : std::optional(node.keys[0].fixed);
    if (!key) return {.no = impossible(), .yes = impossible()};
    return {.no = both(zero(), item(*key)), .yes = both(signature(*key), item(*key))};
  }

  /// Any other 32 bytes dissatisfy a hash lock: everybody can change them.
  Ways hash(const Node& node) const {
    auto preimage = satisfier_.preimage(node.fragment, node.hash);
    return {.no = item(Bytes(32, 0)).as_malleable(), .yes = preimage ? item(*std::move(preimage)) : impossible()};
  }

  /// An empty item for CHECKMULTISIG's old fault, then the first signatures that are there.
  Ways multi(const Node& node) const {
    Way no = zero();
    for (std::uint32_t i = 0; i < node.number; ++i) no.items.emplace_back();
    Way yes = zero();
    std::uint32_t left = node.number;
    for (const DescriptorKey& key : node.keys) {
      const Way one_signature = left > 0 ? signature(key.fixed) : impossible();
      if (!one_signature.possible) continue;
      yes = both(yes, one_signature);
      --left;
    }
    return {.no = std::move(no), .yes = left == 0 ? std::move(yes) : impossible()};
  }

  /// One item for each key, the first key's on top.
  Ways multi_a(const Node& node) const {
    Way no;
    Way yes;
    std::uint32_t left = node.number;
    for (const DescriptorKey& key : node.keys) {
      no.items.emplace_back();
      Way one_signature = left > 0 ? signature(key.fixed) : impossible();
      if (one_signature.possible) --left;
      yes = both(one_signature.possible ? one_signature : zero(), yes);
    }
    return {.no = std::move(no), .yes = left == 0 ? std::move(yes) : impossible()};
  }

  /// The best way to have exactly i parts true, for each i, part after part.
  Ways threshold(const Node& node) const {
    std::vector<Way> exactly = {nothing()};
    for (const Node& child : node.children) {
      const Ways part = solve(child);
      std::vector<Way> next;
      next.push_back(both(part.no, exactly[0]));
      for (std::size_t i = 1; i < exactly.size(); ++i)
        next.push_back(better(both(part.no, exactly[i]), both(part.yes, exactly[i - 1])));
      next.push_back(both(part.yes, exactly.back()));
      exactly = std::move(next);
    }
    Way no = impossible();
    for (std::size_t i = 0; i < exactly.size(); ++i) {
      if (i == node.number) continue;
      no = better(std::move(no), i == 0 ? exactly[i] : Way(exactly[i]).as_malleable());
    }
    return {.no = std::move(no), .yes = std::move(exactly[node.number])};
  }

  Ways combinator(const Node& node) const {
    const Ways x = solve(node.children[0]);
    const Ways y = solve(node.children[1]);
    switch (node.fragment) {
      case Fragment::kAndV:
        return {.no = both(y.no, x.yes), .yes = both(y.yes, x.yes)};
      case Fragment::kAndB:
        return {
            .no = better(better(both(y.no, x.no), both(y.yes, x.no).as_malleable()), both(y.no, x.yes).as_malleable()),
            .yes = both(y.yes, x.yes)};
      case Fragment::kOrB:
        return {.no = both(y.no, x.no),
                .yes = better(better(both(y.no, x.yes), both(y.yes, x.no)), both(y.yes, x.yes).as_malleable())};
      case Fragment::kOrC:
        return {.no = impossible(), .yes = better(x.yes, both(y.yes, x.no))};
      case Fragment::kOrD:
        return {.no = both(y.no, x.no), .yes = better(x.yes, both(y.yes, x.no))};
      case Fragment::kOrI:
        return {.no = better(both(x.no, one()), both(y.no, zero())),
                .yes = better(both(x.yes, one()), both(y.yes, zero()))};
      default: {  // andor
        const Ways z = solve(node.children[2]);
        return {.no = better(both(y.no, x.yes), both(z.no, x.no)),
                .yes = better(both(y.yes, x.yes), both(z.yes, x.no))};
      }
    }
  }

  Ways wrapper(const Node& node) const {
    Ways child = solve(node.children[0]);
    switch (node.fragment) {
      case Fragment::kDupIf:
        return {.no = zero(), .yes = both(child.yes, one())};
      case Fragment::kVerify:
        return {.no = impossible(), .yes = std::move(child.yes)};
      case Fragment::kNonZero: {
        // A child that somebody else can leave false offers a second way to say no.
        const bool other_way = child.no.possible && !child.no.signed_by_someone;
        return {.no = other_way ? zero().as_malleable() : zero(), .yes = std::move(child.yes)};
      }
      default:
        return child;
    }
  }

  const Satisfier& satisfier_;
};

}  // namespace

Result<std::vector<Bytes>> satisfy(const Node& root, const Satisfier& satisfier) {
  Way way = Solver(satisfier).solve(root).yes;
  if (!way.possible) return fail(invalid("miniscript: signatures, preimages or time are missing"));
  if (way.malleable) return fail(invalid("BIP-379: only witnesses that others can change satisfy it"));
  return std::move(way.items);
}

}  // namespace coffer::bitcoin::miniscript
