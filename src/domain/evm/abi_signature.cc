#include <array>
#include <optional>
#include <utility>

#include "domain/evm/abi_interface.h"
#include "domain/evm/abi_parser.h"

namespace coffer::evm::abi {
namespace {

std::optional<Item::Kind> keyword(std::string_view word) {
  if (word == "function") return Item::Kind::kFunction;
  if (word == "event") return Item::Kind::kEvent;
  if (word == "error") return Item::Kind::kError;
  if (word == "constructor") return Item::Kind::kConstructor;
  return std::nullopt;
}

/// The words after the parameters: visibility, mutability, `returns (…)`, `anonymous`.
Result<void> read_modifiers(Parser& parser, Item& item) {
  for (std::string_view word = parser.word(); !word.empty(); word = parser.word()) {
    if (word == "returns") {
      COFFER_TRY(auto outputs, parser.parameters());
      item.outputs = types_of(std::move(outputs));
    } else if (word == "view" || word == "pure") {
      item.read_only = true;
    } else if (word == "payable") {
      item.payable = true;
    } else if (word == "anonymous") {
      item.anonymous = true;
    } else if (word != "external" && word != "public" && word != "nonpayable") {
      return fail(invalid("ABI: an unknown word after the parameters"));
    }
  }
  return {};
}

/// Takes the keyword, if there is one, and the name.
Result<void> read_name(Parser& parser, Item& item) {
  std::string_view word = parser.word();
  const auto kind = keyword(word);
  if (kind) {
    item.kind = *kind;
    word = parser.word();
  }
  item.name = std::string(word);
  if (item.kind == Item::Kind::kConstructor ? !word.empty() : word.empty())
    return fail(invalid("ABI: a name and parentheses are needed, as transfer(address,uint256)"));
  if (!word.empty() && word[0] >= '0' && word[0] <= '9') return fail(invalid("ABI: a name begins with a letter"));
  return {};
}

}  // namespace

Result<Item> parse_signature(std::string_view text, const Structs& structs) {
  if (text.size() > kMaxSignature) return fail(invalid("ABI: a signature of more than 8,192 characters"));
  Parser parser(text, [&structs](std::string_view name) { return structs.find(name); });
  Item item;
  COFFER_CHECK(read_name(parser, item));
  COFFER_TRY(auto parameters, parser.parameters());
  for (const Parameter& parameter : parameters) {
    if (parameter.indexed && item.kind != Item::Kind::kEvent) return fail(invalid("ABI: only events index parameters"));
    item.indexed.push_back(parameter.indexed);
  }
  item.inputs = types_of(std::move(parameters));
  COFFER_CHECK(read_modifiers(parser, item));
  parser.take(';');
  if (!parser.at_end()) return fail(invalid("ABI: characters after the signature"));
  return item;
}

}  // namespace coffer::evm::abi
