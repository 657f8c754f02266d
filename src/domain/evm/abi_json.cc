#include "domain/evm/abi_json.h"

#include <string>
#include <utility>

#include "domain/evm/abi_parser.h"

namespace coffer::evm::abi {
namespace {

using nlohmann::json;

/// The text of a member; empty when it is absent or no text.
std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

Result<std::vector<Type>> list_from_json(const json& entry, const char* name, std::size_t depth,
                                         std::vector<bool>* indexed = nullptr);

/// `tuple`, with its array suffixes, and the components beside it.
Result<Type> tuple_from_json(const json& parameter, std::string_view suffix, std::size_t depth) {
  if (depth == 0) return fail(invalid("ABI: nested deeper than " + std::to_string(kMaxDepth)));
  COFFER_TRY(auto components, list_from_json(parameter, "components", depth - 1));
  COFFER_TRY(Type out, make_tuple(std::move(components)));
  // The suffixes are read by the one parser, on an element that stands for the tuple.
  COFFER_TRY(const Type shape, parse_type("bool" + std::string(suffix)));
  std::vector<const Type*> levels;
  for (const Type* level = &shape; !level->children.empty(); level = &level->children[0]) levels.push_back(level);
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    if ((*level)->kind == Type::Kind::kArray) {
      out = make_array(std::move(out));
      continue;
    }
    COFFER_TRY(out, make_fixed_array(std::move(out), (*level)->size));
  }
  return out;
}

Result<Type> type_from_json(const json& parameter, std::size_t depth) {
  if (!parameter.is_object()) return fail(invalid("ABI: a parameter must be an object"));
  const std::string text = text_member(parameter, "type");
  if (text.size() > kMaxSignature) return fail(invalid("ABI: a type of more than 8,192 characters"));
  const bool tuple = text == "tuple" || text.starts_with("tuple[");
  auto out = tuple ? tuple_from_json(parameter, std::string_view(text).substr(5), depth) : parse_type(text);
  if (out) out->name = text_member(parameter, "name");
  return out;
}

Result<std::vector<Type>> list_from_json(const json& entry, const char* name, std::size_t depth,
                                         std::vector<bool>* indexed) {
  std::vector<Type> out;
  const auto found = entry.find(name);
  if (found == entry.end()) return out;
  if (!found->is_array() || found->size() > kMaxComponents)
    return fail(invalid_field(name, "ABI: must be an array of at most 256 parameters"));
  for (std::size_t i = 0; i < found->size(); ++i) {
    auto type = type_from_json((*found)[i], depth);
    if (!type) return fail(std::move(type).error().under(std::string(name) + "[" + std::to_string(i) + "]"));
    out.push_back(*std::move(type));
    if (indexed != nullptr) indexed->push_back(flag_member((*found)[i], "indexed"));
  }
  return out;
}

std::optional<Item::Kind> kind_of(std::string_view type) {
  if (type == "function" || type.empty()) return Item::Kind::kFunction;
  if (type == "event") return Item::Kind::kEvent;
  if (type == "error") return Item::Kind::kError;
  if (type == "constructor") return Item::Kind::kConstructor;
  return std::nullopt;
}

}  // namespace

Result<std::optional<Item>> item_from_json(const nlohmann::json& entry) {
  if (!entry.is_object()) return fail(invalid("ABI: an item must be an object or a signature"));
  const std::string type = text_member(entry, "type");
  if (type == "fallback" || type == "receive") return std::nullopt;
  const auto kind = kind_of(type);
  if (!kind) return fail(invalid_field("type", "ABI: an unknown kind of item"));
  Item out;
  out.kind = *kind;
  out.name = text_member(entry, "name");
  if (out.name.empty() && out.kind != Item::Kind::kConstructor) return fail(invalid_field("name", "ABI: is missing"));
  COFFER_TRY(out.inputs, list_from_json(entry, "inputs", kMaxDepth, &out.indexed));
  COFFER_TRY(out.outputs, list_from_json(entry, "outputs", kMaxDepth));
  out.anonymous = flag_member(entry, "anonymous");
  const std::string mutability = text_member(entry, "stateMutability");
  out.payable = mutability == "payable" || flag_member(entry, "payable");
  out.read_only = mutability == "view" || mutability == "pure" || flag_member(entry, "constant");
  return out;
}

}  // namespace coffer::evm::abi
