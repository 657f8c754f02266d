#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <tuple>

#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/script.h"

namespace coffer::bitcoin::miniscript {
namespace {

constexpr std::size_t kMaxOpcodes = 201;           // consensus, P2WSH
constexpr std::size_t kMaxWitnessItems = 100;      // Bitcoin Core's relay rule, P2WSH
constexpr std::size_t kMaxTapscriptItems = 1'000;  // consensus

void each(const Node& node, const std::function<void(const Node&)>& visit) {
  visit(node);
  for (const Node& child : node.children) each(child, visit);
}

bool repeats_a_key(const Node& root) {
  std::vector<const DescriptorKey*> keys;
  bool repeated = false;
  each(root, [&](const Node& node) {
    for (const DescriptorKey& key : node.keys) keys.push_back(&key);
  });
  std::ranges::sort(keys, [](const DescriptorKey* a, const DescriptorKey* b) {
    return std::tie(a->fixed, a->extended, a->path, a->wildcard) <
           std::tie(b->fixed, b->extended, b->path, b->wildcard);
  });
  for (std::size_t i = 1; i < keys.size(); ++i)
    repeated = repeated || (keys[i]->fixed == keys[i - 1]->fixed && keys[i]->extended == keys[i - 1]->extended &&
                            keys[i]->path == keys[i - 1]->path && keys[i]->wildcard == keys[i - 1]->wildcard);
  return repeated;
}

/// Opcodes above OP_16, and the keys of every multisig as if all of them ran.
std::size_t count_opcodes(const Node& root) {
  std::size_t keys = 0;
  each(root, [&](const Node& node) {
    if (node.fragment == Fragment::kMulti) keys += node.keys.size();
  });
  const auto script = compile(root, [](const DescriptorKey&) -> Result<Bytes> { return Bytes(33, 2); });
  const auto steps = script ? parse_script(*script) : std::nullopt;
  if (!steps) return kMaxOpcodes + 1;
  const auto is_operation = [](const Instruction& step) {
    return step.opcode > static_cast<std::uint8_t>(Opcode::k16);
  };
  return keys + static_cast<std::size_t>(std::ranges::count_if(*steps, is_operation));
}

/// The most witness items that saying yes, and saying no, can take.
struct Items {
  std::size_t yes = 0;
  std::size_t no = 0;
};

Items count_items(const Node& node) {
  const auto child = [&](std::size_t i) { return count_items(node.children[i]); };
  switch (node.fragment) {
    case Fragment::kKey:
      return {.yes = 1, .no = 1};
    case Fragment::kKeyHash:
      return {.yes = 2, .no = 2};
    case Fragment::kSha256:
    case Fragment::kHash256:
    case Fragment::kRipemd160:
    case Fragment::kHash160:
      return {.yes = 1, .no = 1};
    case Fragment::kMulti:
      return {.yes = node.number + 1, .no = node.number + 1};
    case Fragment::kMultiA:
      return {.yes = node.keys.size(), .no = node.keys.size()};
    case Fragment::kAndV:
    case Fragment::kAndB:
      return {.yes = child(0).yes + child(1).yes, .no = child(0).no + child(1).no};
    case Fragment::kOrB:
      return {.yes = std::max(child(0).yes + child(1).no, child(0).no + child(1).yes), .no = child(0).no + child(1).no};
    case Fragment::kOrC:
    case Fragment::kOrD:
      return {.yes = std::max(child(0).yes, child(0).no + child(1).yes), .no = child(0).no + child(1).no};
    case Fragment::kOrI:
      return {.yes = std::max(child(0).yes, child(1).yes) + 1, .no = std::max(child(0).no, child(1).no) + 1};
    case Fragment::kAndOr:
      return {.yes = std::max(child(0).yes + child(1).yes, child(0).no + child(2).yes),
              .no = child(0).no + child(2).no};
    case Fragment::kDupIf:
      return {.yes = child(0).yes + 1, .no = 1};
    case Fragment::kNonZero:
      return {.yes = child(0).yes, .no = 1};
    case Fragment::kThreshold: {
      Items out;
      for (const Node& part : node.children) {
        const Items items = count_items(part);
        out.yes += std::max(items.yes, items.no);
        out.no += items.no;
      }
      return out;
    }
    default:
      return node.children.empty() ? Items{} : child(0);
  }
}

}  // namespace

Result<void> check_sane(const Node& root, Dialect dialect) {
  if (!root.has(kSafe)) return fail(invalid("BIP-379: can be spent without a signature"));
  if (!root.has(kNonMalleable)) return fail(invalid("BIP-379: others could change its witness"));
  if (!root.has(kUnmixedLocks)) return fail(invalid("BIP-379: needs a height and a time at once"));
  if (repeats_a_key(root)) return fail(invalid("BIP-379: a key is given twice"));
  const bool tapscript = dialect == Dialect::kTapscript;
  if (!tapscript && count_opcodes(root) > kMaxOpcodes) return fail(invalid("P2WSH: more than 201 opcodes"));
  if (count_items(root).yes > (tapscript ? kMaxTapscriptItems : kMaxWitnessItems))
    return fail(invalid("miniscript: more witness items than are relayed"));
  return {};
}

}  // namespace coffer::bitcoin::miniscript
