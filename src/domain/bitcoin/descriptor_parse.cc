#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/descriptor_key.h"

namespace coffer::bitcoin {
namespace {

using Function = Descriptor::Function;
using Node = Descriptor::Node;

constexpr std::size_t kMaxText = 100'000;
constexpr std::size_t kMaxTreeDepth = 128;  // BIP-341
constexpr std::size_t kMaxMulti = 20;
constexpr std::size_t kMaxMultiA = 999;  // BIP-387

/// Where a function stands: what may be there differs.
enum class Place { kTop, kSh, kWsh, kTr };

struct Rule {
  std::string_view name;
  Function function;
  bool top, sh, wsh, tr;
};

// BIP-381 to BIP-387, each under "Specification".
constexpr std::array kRules = {
    Rule{"pk", Function::kPk, true, true, true, true},
    Rule{"pkh", Function::kPkh, true, true, true, false},
    Rule{"wpkh", Function::kWpkh, true, true, false, false},
    Rule{"sh", Function::kSh, true, false, false, false},
    Rule{"wsh", Function::kWsh, true, true, false, false},
    Rule{"tr", Function::kTr, true, false, false, false},
    Rule{"rawtr", Function::kRawTr, true, false, false, false},
    Rule{"multi", Function::kMulti, true, true, true, false},
    Rule{"sortedmulti", Function::kSortedMulti, true, true, true, false},
    Rule{"multi_a", Function::kMultiA, false, false, false, true},
    Rule{"sortedmulti_a", Function::kSortedMultiA, false, false, false, true},
    Rule{"addr", Function::kAddr, true, false, false, false},
    Rule{"raw", Function::kRaw, true, false, false, false},
};

bool allowed(const Rule& rule, Place place) {
  switch (place) {
    case Place::kTop:
      return rule.top;
    case Place::kSh:
      return rule.sh;
    case Place::kWsh:
      return rule.wsh;
    case Place::kTr:
      return rule.tr;
  }
  std::unreachable();
}

bool is_multisig(Function function) { return function >= Function::kMulti && function <= Function::kSortedMultiA; }

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Node> function(Place place) {
    const std::size_t open = std::min(rest_.find('('), rest_.size());
    const auto rule = std::ranges::find(kRules, rest_.substr(0, open), &Rule::name);
    const bool plain = rule != kRules.end() && !(rule->function == Function::kPkh && place == Place::kTr);
    if (!plain && (place == Place::kWsh || place == Place::kTr)) return expression(place);
    if (rule == kRules.end()) return fail(invalid("descriptor: an unknown function"));
    if (!allowed(*rule, place))
      return fail(invalid("descriptor: " + std::string(rule->name) + "() may not stand here"));
    rest_.remove_prefix(open + 1 > rest_.size() ? rest_.size() : open + 1);
    Node out;
    out.function = rule->function;
    COFFER_CHECK(arguments(out, place));
    if (!take(')')) return fail(invalid("descriptor: a parenthesis is missing"));
    return out;
  }

  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Miniscript, up to the comma or bracket that is not its own.
  Result<Node> expression(Place place) {
    std::size_t end = 0;
    for (std::size_t open = 0; end < rest_.size(); ++end) {
      const char c = rest_[end];
      if (open == 0 && (c == ')' || c == ',' || c == '}')) break;
      if (c == '(') ++open;
      if (c == ')') --open;
    }
    const auto dialect = place == Place::kTr ? miniscript::Dialect::kTapscript : miniscript::Dialect::kWitnessV0;
    Node out;
    out.function = Function::kMiniscript;
    COFFER_TRY(out.miniscript, miniscript::parse(rest_.substr(0, end), dialect));
    COFFER_CHECK(miniscript::check_sane(*out.miniscript, dialect));
    rest_.remove_prefix(end);
    return out;
  }

  /// Everything up to a comma or a closing bracket of any kind.
  std::string_view argument() {
    const std::size_t end = std::min(rest_.find_first_of(",(){}"), rest_.size());
    const std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return out;
  }

  Result<void> key(Node& node, KeyForm form) {
    COFFER_TRY(DescriptorKey parsed, parse_descriptor_key(argument(), form));
    node.keys.push_back(std::move(parsed));
    return {};
  }

  Result<void> inner(Node& node, Place place) {
    COFFER_TRY(Node child, function(place));
    node.children.push_back(std::move(child));
    return {};
  }

  Result<void> arguments(Node& node, Place place) {
    switch (node.function) {
      case Function::kSh:
        return inner(node, Place::kSh);
      case Function::kWsh:
        return inner(node, Place::kWsh);
      case Function::kTr:
        return taproot(node);
      case Function::kRawTr:
        return key(node, KeyForm::kXOnly);
      case Function::kWpkh:
        return key(node, KeyForm::kCompressed);
      case Function::kAddr:
        node.address = std::string(argument());
        return {};
      case Function::kRaw: {
        COFFER_TRY(node.fixed_script, parse_hex(argument()));
        return {};
      }
      default:
        break;
    }
    const KeyForm form = place == Place::kTr    ? KeyForm::kXOnly
                         : place == Place::kWsh ? KeyForm::kCompressed
                                                : KeyForm::kAny;
    return is_multisig(node.function) ? multisig(node, form, place) : key(node, form);
  }

  Result<void> multisig(Node& node, KeyForm form, Place place) {
    const std::string_view digits = argument();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), node.threshold);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('0'))
      return fail(invalid("descriptor: a threshold must be a number above zero"));
    while (take(',')) {
      if (node.keys.size() == kMaxMultiA) return fail(invalid("descriptor: too many keys"));
      COFFER_CHECK(key(node, form));
    }
    // A bare multisig of more than three keys is not relayed (BIP-383).
    const std::size_t most = place == Place::kTr ? kMaxMultiA : place == Place::kTop ? 3 : kMaxMulti;
    if (node.keys.empty() || node.keys.size() > most || node.threshold > node.keys.size())
      return fail(invalid("descriptor: a multisig with too many keys, or a threshold above their number"));
    return {};
  }

  Result<void> taproot(Node& node) {
    COFFER_CHECK(key(node, KeyForm::kXOnly));
    if (!take(',')) return {};
    COFFER_TRY(Node child, tree(kMaxTreeDepth));
    node.children.push_back(std::move(child));
    return {};
  }

  Result<Node> tree(std::size_t depth) {
    if (!take('{')) return function(Place::kTr);
    if (depth == 0) return fail(invalid("BIP-341: a tree deeper than 128"));
    Node out;
    out.function = Function::kBranch;
    COFFER_TRY(Node left, tree(depth - 1));
    if (!take(',')) return fail(invalid("descriptor: a branch has two sides"));
    COFFER_TRY(Node right, tree(depth - 1));
    if (!take('}')) return fail(invalid("descriptor: a brace is missing"));
    out.children.push_back(std::move(left));
    out.children.push_back(std::move(right));
    return out;
  }

  std::string_view rest_;
};

bool is_wild(const miniscript::Node& node) {
  return std::ranges::any_of(node.keys,
                             [](const DescriptorKey& key) { return key.wildcard != DescriptorKey::Wildcard::kNone; }) ||
         std::ranges::any_of(node.children, is_wild);
}

bool has_wildcard(const Node& node) {
  if (node.miniscript && is_wild(*node.miniscript)) return true;
  const auto wild = [](const DescriptorKey& key) { return key.wildcard != DescriptorKey::Wildcard::kNone; };
  return std::ranges::any_of(node.keys, wild) || std::ranges::any_of(node.children, has_wildcard);
}

/// Takes `#checksum` off after checking it.
Result<std::string_view> without_checksum(std::string_view text) {
  const std::size_t mark = text.find('#');
  if (mark == std::string_view::npos) return text;
  COFFER_TRY(const std::string expected, descriptor_checksum(text.substr(0, mark)));
  if (text.substr(mark + 1) != expected) return fail(invalid("BIP-380: the checksum does not hold"));
  return text.substr(0, mark);
}

}  // namespace

Result<Descriptor> Descriptor::parse(std::string_view text) {
  if (text.size() > kMaxText) return fail(invalid("descriptor: more than 100,000 characters"));
  COFFER_TRY(const std::string_view body, without_checksum(text));
  Parser parser(body);
  Descriptor out;
  COFFER_TRY(out.root_, parser.function(Place::kTop));
  if (!parser.done()) return fail(invalid("descriptor: characters after it"));
  return out;
}

bool Descriptor::is_ranged() const { return has_wildcard(root_); }

}  // namespace coffer::bitcoin
