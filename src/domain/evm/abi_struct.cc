#include "domain/evm/abi_struct.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "domain/evm/abi_parser.h"

namespace coffer::evm::abi {
namespace {

constexpr std::size_t kMaxStructs = 256;
constexpr std::size_t kMaxNodes = 1024;

std::size_t nodes_of(const Type& type) {
  return std::accumulate(type.children.begin(), type.children.end(), std::size_t{1},
                         [](std::size_t sum, const Type& child) { return sum + nodes_of(child); });
}

std::size_t depth_of(const Type& type) {
  std::size_t deepest = 0;
  for (const Type& child : type.children) deepest = std::max(deepest, depth_of(child) + 1);
  return deepest;
}

struct Definition {
  std::string_view name;
  std::string_view fields;  // what stands between the braces
};

Result<Definition> read_definition(std::string_view line) {
  if (line.size() > kMaxSignature) return fail(invalid("ABI: a struct of more than 8,192 characters"));
  const std::size_t open = line.find('{');
  const std::size_t close = line.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return fail(invalid("ABI: a struct needs its fields in braces"));
  Parser head(line.substr(0, open));
  head.word();
  const std::string_view name = head.word();
  Parser tail(line.substr(close + 1));
  tail.take(';');
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || !head.at_end() || !tail.at_end())
    return fail(invalid("ABI: a struct is written as struct Name { type field; }"));
  if (name == "tuple" || find_elementary_type(name)) return fail(invalid("ABI: a struct named as a type"));
  return Definition{name, line.substr(open + 1, close - open - 1)};
}

/// Works out the tuples, each after those that it contains.
class Resolver {
 public:
  Result<void> define(const Definition& definition) {
    if (!definitions_.emplace(definition.name, definition.fields).second)
      return fail(invalid("ABI: the struct " + std::string(definition.name) + " is defined twice"));
    if (definitions_.size() > kMaxStructs) return fail(invalid("ABI: more than 256 structs"));
    return {};
  }

  Result<std::map<std::string, Type, std::less<>>> resolve() {
    for (const auto& [name, fields] : definitions_) COFFER_CHECK(tuple(name));
    return std::move(done_);
  }

 private:
  Result<Type> tuple(std::string_view name) {
    if (const auto found = done_.find(name); found != done_.end()) return found->second;
    const auto definition = definitions_.find(name);
    if (definition == definitions_.end()) return elementary_type(name);
    if (std::ranges::find(open_, name) != open_.end())
      return fail(invalid("ABI: the struct " + std::string(name) + " contains itself"));
    if (open_.size() == kMaxDepth) return fail(invalid("ABI: nested deeper than " + std::to_string(kMaxDepth)));
    open_.push_back(name);
    COFFER_TRY(Type out, tuple_of(definition->second));
    open_.pop_back();
    done_.emplace(name, out);
    return out;
  }

  Result<Type> tuple_of(std::string_view fields) {
    Parser parser(fields, [this](std::string_view name) { return tuple(name); });
    std::vector<Parameter> out;
    std::size_t nodes = 1;
    while (!parser.at_end()) {
      if (out.size() == kMaxComponents) return fail(invalid("ABI: more than 256 fields"));
      COFFER_TRY(Parameter field, parser.parameter());
      if (field.indexed || field.type.name.empty() || !parser.take(';'))
        return fail(invalid("ABI: a struct's field is a type, a name and a semicolon"));
      nodes += nodes_of(field.type);
      if (nodes > kMaxNodes) return fail(invalid("ABI: a struct of more than 1,024 types"));
      out.push_back(std::move(field));
    }
    COFFER_TRY(Type type, make_tuple(types_of(std::move(out))));
    if (depth_of(type) > kMaxDepth) return fail(invalid("ABI: nested deeper than " + std::to_string(kMaxDepth)));
    return type;
  }

  std::map<std::string_view, std::string_view> definitions_;
  std::map<std::string, Type, std::less<>> done_;
  std::vector<std::string_view> open_;
};

}  // namespace

bool defines_struct(std::string_view line) { return Parser(line).word() == "struct"; }

Result<Structs> Structs::parse(const std::vector<std::string_view>& lines) {
  Resolver resolver;
  for (const std::string_view line : lines) {
    COFFER_TRY(const Definition definition, read_definition(line));
    COFFER_CHECK(resolver.define(definition));
  }
  Structs out;
  COFFER_TRY(out.tuples_, resolver.resolve());
  return out;
}

Result<Type> Structs::find(std::string_view name) const {
  const auto found = tuples_.find(name);
  return found == tuples_.end() ? elementary_type(name) : Result<Type>(found->second);
}

}  // namespace coffer::evm::abi
