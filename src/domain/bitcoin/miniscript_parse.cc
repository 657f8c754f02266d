#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "domain/bitcoin/miniscript.h"

namespace coffer::bitcoin::miniscript {
namespace {

constexpr std::size_t kMaxText = 100'000;
constexpr int kMaxNesting = 128;

struct Name {
  std::string_view text;
  Fragment fragment;
  std::size_t children;  // exactly; thresh takes any number
};

constexpr std::array kHashes = {
    Name{"sha256", Fragment::kSha256, 32},
    Name{"hash256", Fragment::kHash256, 32},
    Name{"ripemd160", Fragment::kRipemd160, 20},
    Name{"hash160", Fragment::kHash160, 20},
};
constexpr std::array kCombinators = {
    Name{"andor", Fragment::kAndOr, 3}, Name{"and_v", Fragment::kAndV, 2}, Name{"and_b", Fragment::kAndB, 2},
    Name{"or_b", Fragment::kOrB, 2},    Name{"or_c", Fragment::kOrC, 2},   Name{"or_d", Fragment::kOrD, 2},
    Name{"or_i", Fragment::kOrI, 2},
};

Error unexpected() { return invalid("BIP-379: an unknown fragment, or a missing part"); }

class Parser {
 public:
  Parser(std::string_view text, Dialect dialect) : rest_(text), dialect_(dialect) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  Result<Node> expression(int depth) {
    if (depth == 0) return fail(invalid("BIP-379: deeper than 128"));
    const std::string_view wrappers = take_wrappers();
    COFFER_TRY(Node out, fragment(depth));
    for (std::size_t i = wrappers.size(); i-- > 0;) {
      COFFER_TRY(out, wrapped(wrappers[i], std::move(out)));
    }
    return out;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  Result<void> expect(char c) {
    if (!take(c)) return fail(unexpected());
    return {};
  }
  std::string_view until(std::string_view ends) {
    const std::string_view out = rest_.substr(0, std::min(rest_.find_first_of(ends), rest_.size()));
    rest_.remove_prefix(out.size());
    return out;
  }

  /// The letters before a colon.
  std::string_view take_wrappers() {
    const std::size_t end = rest_.find_first_not_of("asctdvjnlu");
    if (end == std::string_view::npos || end == 0 || rest_[end] != ':') return {};
    const std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }

  Result<Node> make(Fragment fragment, std::vector<Node> children) const {
    return typed({.fragment = fragment, .children = std::move(children)}, dialect_);
  }
  Result<Node> pair(Fragment fragment, Node a, Node b) const {
    std::vector<Node> children;
    children.push_back(std::move(a));
    children.push_back(std::move(b));
    return make(fragment, std::move(children));
  }
  Result<Node> single(Fragment fragment, Node child) const {
    std::vector<Node> children;
    children.push_back(std::move(child));
    return make(fragment, std::move(children));
  }

  Result<Node> wrapped(char letter, Node child) const {
    COFFER_TRY(Node yes, make(Fragment::kTrue, {}));
    COFFER_TRY(Node no, make(Fragment::kFalse, {}));
    switch (letter) {
      case 'a':
        return single(Fragment::kAlt, std::move(child));
      case 's':
        return single(Fragment::kSwap, std::move(child));
      case 'c':
        return single(Fragment::kCheck, std::move(child));
      case 'd':
        return single(Fragment::kDupIf, std::move(child));
      case 'v':
        return single(Fragment::kVerify, std::move(child));
      case 'j':
        return single(Fragment::kNonZero, std::move(child));
      case 'n':
        return single(Fragment::kZeroNotEqual, std::move(child));
      case 't':
        return pair(Fragment::kAndV, std::move(child), std::move(yes));
      case 'l':
        return pair(Fragment::kOrI, std::move(no), std::move(child));
      default:  // u:
        return pair(Fragment::kOrI, std::move(child), std::move(no));
    }
  }

  Result<Node> fragment(int depth) {
    const std::string_view name = until("(),");
    if (name == "0") return make(Fragment::kFalse, {});
    if (name == "1") return make(Fragment::kTrue, {});
    COFFER_CHECK(expect('('));
    COFFER_TRY(Node out, arguments(name, depth));
    COFFER_CHECK(expect(')'));
    return out;
  }

  Result<Node> arguments(std::string_view name, int depth) {
    if (name == "pk_k" || name == "pk") return key(Fragment::kKey, name == "pk");
    if (name == "pk_h" || name == "pkh") return key(Fragment::kKeyHash, name == "pkh");
    if (name == "older") return lock(Fragment::kOlder);
    if (name == "after") return lock(Fragment::kAfter);
    if (name == "multi") return multisig(Fragment::kMulti);
    if (name == "multi_a") return multisig(Fragment::kMultiA);
    if (name == "thresh") return threshold(depth);
    if (name == "and_n") {
      COFFER_TRY(std::vector<Node> children, expressions(2, depth));
      COFFER_TRY(Node no, make(Fragment::kFalse, {}));
      children.push_back(std::move(no));
      return make(Fragment::kAndOr, std::move(children));
    }
    if (const auto found = std::ranges::find(kHashes, name, &Name::text); found != kHashes.end())
      return hash(found->fragment, found->children);
    const auto found = std::ranges::find(kCombinators, name, &Name::text);
    if (found == kCombinators.end()) return fail(unexpected());
    COFFER_TRY(std::vector<Node> children, expressions(found->children, depth));
    return make(found->fragment, std::move(children));
  }

  Result<std::vector<Node>> expressions(std::size_t count, int depth) {
    std::vector<Node> out;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) COFFER_CHECK(expect(','));
      COFFER_TRY(Node child, expression(depth - 1));
      out.push_back(std::move(child));
    }
    return out;
  }

  Result<DescriptorKey> key_expression() {
    return parse_descriptor_key(until("(),"), dialect_ == Dialect::kTapscript ? KeyForm::kXOnly : KeyForm::kCompressed);
  }

  Result<Node> key(Fragment fragment, bool checked) {
    Node out{.fragment = fragment};
    COFFER_TRY(DescriptorKey parsed, key_expression());
    out.keys.push_back(std::move(parsed));
    COFFER_TRY(Node node, typed(std::move(out), dialect_));
    return checked ? single(Fragment::kCheck, std::move(node)) : std::move(node);
  }

  Result<std::uint32_t> number() {
    const std::string_view digits = until("(),");
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('0'))
      return fail(invalid("BIP-379: a number must be above zero"));
    return out;
  }

  Result<Node> lock(Fragment fragment) {
    Node out{.fragment = fragment};
    COFFER_TRY(out.number, number());
    return typed(std::move(out), dialect_);
  }

  Result<Node> hash(Fragment fragment, std::size_t size) {
    Node out{.fragment = fragment};
    COFFER_TRY(out.hash, parse_hex(until("(),")));
    if (out.hash.size() != size) return fail(invalid("BIP-379: a hash of another length"));
    return typed(std::move(out), dialect_);
  }

  Result<Node> multisig(Fragment fragment) {
    Node out{.fragment = fragment};
    COFFER_TRY(out.number, number());
    while (take(',')) {
      COFFER_TRY(DescriptorKey parsed, key_expression());
      out.keys.push_back(std::move(parsed));
    }
    return typed(std::move(out), dialect_);
  }

  Result<Node> threshold(int depth) {
    Node out{.fragment = Fragment::kThreshold};
    COFFER_TRY(out.number, number());
    while (take(',')) {
      COFFER_TRY(Node child, expression(depth - 1));
      out.children.push_back(std::move(child));
    }
    return typed(std::move(out), dialect_);
  }

  std::string_view rest_;
  Dialect dialect_;
};

}  // namespace

Result<Node> parse(std::string_view text, Dialect dialect) {
  if (text.size() > kMaxText) return fail(invalid("BIP-379: more than 100,000 characters"));
  Parser parser(text, dialect);
  COFFER_TRY(Node out, parser.expression(kMaxNesting));
  if (!parser.done()) return fail(invalid("BIP-379: characters after the expression"));
  if (!out.has(kBase)) return fail(invalid("BIP-379: the whole must be of type B"));
  return out;
}

}  // namespace coffer::bitcoin::miniscript
