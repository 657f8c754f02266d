#include "domain/evm/abi_interface.h"

#include <algorithm>
#include <utility>

#include "domain/crypto/keccak.h"
#include "domain/evm/abi_json.h"
#include "domain/evm/abi_parser.h"

namespace coffer::evm::abi {
namespace {

constexpr std::size_t kMaxItems = 2000;
constexpr std::size_t kMaxJson = 1U << 20U;

/// The one item of a kind whose signature or, when unique, whose name is given.
Result<const Item*> find(const std::vector<Item>& items, Item::Kind kind, std::string_view name_or_signature) {
  const bool by_signature = name_or_signature.find('(') != std::string_view::npos;
  const Item* found = nullptr;
  for (const Item& item : items) {
    if (item.kind != kind) continue;
    if ((by_signature ? item.signature() : item.name) != name_or_signature) continue;
    if (found != nullptr) return fail(invalid("ABI: several items have this name; give the signature"));
    found = &item;
  }
  if (found == nullptr) return fail(invalid("ABI: no such item"));
  return found;
}

const Item* find_selector(const std::vector<Item>& items, Item::Kind kind, const Selector& selector) {
  const auto found =
      std::ranges::find_if(items, [&](const Item& item) { return item.kind == kind && item.selector() == selector; });
  return found == items.end() ? nullptr : &*found;
}

/// `fallback() external` and `receive() external payable`, which have no arguments to code.
bool takes_any_call(std::string_view signature) {
  Parser parser(signature);
  const std::string_view word = parser.word();
  return word == "fallback" || word == "receive";
}

/// What an entry of the array says of calls: a human-readable signature or a compiler's object.
Result<std::optional<Item>> item_from_entry(const nlohmann::json& entry, const Structs& structs) {
  if (!entry.is_string()) return item_from_json(entry);
  const auto& signature = entry.get_ref<const std::string&>();
  if (takes_any_call(signature) || defines_struct(signature)) return std::nullopt;
  COFFER_TRY(Item item, parse_signature(signature, structs));
  return std::optional<Item>(std::move(item));
}

Result<Structs> structs_of(const nlohmann::json& abi) {
  std::vector<std::string_view> lines;
  for (const nlohmann::json& entry : abi)
    if (entry.is_string() && defines_struct(entry.get_ref<const std::string&>()))
      lines.emplace_back(entry.get_ref<const std::string&>());
  return Structs::parse(lines);
}

}  // namespace

std::string Item::signature() const { return name + text_of(inputs); }

Selector Item::selector() const {
  const Hash hash = topic();
  return {hash.bytes[0], hash.bytes[1], hash.bytes[2], hash.bytes[3]};
}

Hash Item::topic() const { return {crypto::keccak256(as_bytes(signature()))}; }

Result<Bytes> encode_call(const Item& item, const nlohmann::json& args) {
  COFFER_TRY(const Bytes encoded, encode(item.inputs, args));
  if (item.kind == Item::Kind::kConstructor) return encoded;
  Bytes out = to_bytes(BytesView(item.selector()));
  append(out, encoded);
  return out;
}

Result<nlohmann::json> decode_call(const Item& item, BytesView calldata, Strictness strictness) {
  if (item.kind == Item::Kind::kConstructor) return decode(item.inputs, calldata, strictness);
  const Selector selector = item.selector();
  if (calldata.size() < 4 || !std::ranges::equal(calldata.first(4), selector))
    return fail(invalid("ABI: the data does not begin with the selector of " + item.signature()));
  return decode(item.inputs, calldata.subspan(4), strictness);
}

Result<nlohmann::json> decode_result(const Item& item, BytesView data) {
  return decode(item.outputs, data, Strictness::kLenient);
}

Result<Interface> Interface::parse(std::string_view json) {
  if (json.size() > kMaxJson) return fail(invalid("ABI: more than 1 MiB of JSON"));
  const auto document = nlohmann::json::parse(json, nullptr, false);
  if (document.is_discarded()) return fail(invalid("ABI: not JSON"));
  return from_json(document);
}

Result<Interface> Interface::from_json(const nlohmann::json& abi) {
  if (!abi.is_array()) return fail(invalid("ABI: must be an array"));
  if (abi.size() > kMaxItems) return fail(invalid("ABI: more than 2,000 items"));
  COFFER_TRY(const Structs structs, structs_of(abi));
  Interface out;
  for (std::size_t i = 0; i < abi.size(); ++i) {
    auto item = item_from_entry(abi[i], structs);
    if (!item) return fail(std::move(item).error().under("abi[" + std::to_string(i) + "]"));
    if (*item) out.items_.push_back(**std::move(item));
  }
  return out;
}

Result<const Item*> Interface::function(std::string_view name_or_signature) const {
  return find(items_, Item::Kind::kFunction, name_or_signature);
}

Result<const Item*> Interface::event(std::string_view name_or_signature) const {
  return find(items_, Item::Kind::kEvent, name_or_signature);
}

const Item* Interface::function_by_selector(const Selector& selector) const {
  return find_selector(items_, Item::Kind::kFunction, selector);
}

const Item* Interface::error_by_selector(const Selector& selector) const {
  return find_selector(items_, Item::Kind::kError, selector);
}

const Item* Interface::event_by_topic(const Hash& topic) const {
  const auto found = std::ranges::find_if(items_, [&](const Item& item) {
    return item.kind == Item::Kind::kEvent && !item.anonymous && item.topic() == topic;
  });
  return found == items_.end() ? nullptr : &*found;
}

Item Interface::constructor() const {
  const auto found = std::ranges::find(items_, Item::Kind::kConstructor, &Item::kind);
  if (found != items_.end()) return *found;
  Item out;
  out.kind = Item::Kind::kConstructor;
  return out;
}

}  // namespace coffer::evm::abi
