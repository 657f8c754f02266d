#include "domain/evm/abi_type.h"

#include <algorithm>
#include <utility>

#include "domain/evm/abi_parser.h"

namespace coffer::evm::abi {

std::string Type::text() const {
  switch (kind) {
    case Kind::kUint:
      return "uint" + std::to_string(size);
    case Kind::kInt:
      return "int" + std::to_string(size);
    case Kind::kAddress:
      return "address";
    case Kind::kBool:
      return "bool";
    case Kind::kFixedBytes:
      return "bytes" + std::to_string(size);
    case Kind::kFunction:
      return "function";
    case Kind::kBytes:
      return "bytes";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return children[0].text() + "[]";
    case Kind::kFixedArray:
      return children[0].text() + "[" + std::to_string(size) + "]";
    case Kind::kTuple:
      return text_of(children);
  }
  std::unreachable();
}

std::string text_of(const std::vector<Type>& types) {
  std::string out = "(";
  for (const Type& type : types) {
    if (out.size() > 1) out += ',';
    out += type.text();
  }
  return out + ")";
}

Type make_array(Type element) {
  Type out;
  out.kind = Type::Kind::kArray;
  out.size = 0;
  out.dynamic = true;
  out.children.push_back(std::move(element));
  return out;
}

Result<Type> make_fixed_array(Type element, std::size_t length) {
  if (length == 0 || length > kMaxHeadWords) return fail(invalid("ABI: an array length out of range"));
  Type out;
  out.kind = Type::Kind::kFixedArray;
  out.size = length;
  out.dynamic = element.dynamic;
  if (!element.dynamic) out.head_words = element.head_words * length;
  if (out.head_words > kMaxHeadWords) return fail(invalid("ABI: a type of more than 2^20 words"));
  out.children.push_back(std::move(element));
  return out;
}

Result<Type> make_tuple(std::vector<Type> components) {
  if (components.empty()) return fail(invalid("ABI: a tuple without components"));
  Type out;
  out.kind = Type::Kind::kTuple;
  out.size = 0;
  out.dynamic = std::ranges::any_of(components, &Type::dynamic);
  if (!out.dynamic) {
    out.head_words = 0;
    for (const Type& component : components) out.head_words += component.head_words;
  }
  if (out.head_words > kMaxHeadWords) return fail(invalid("ABI: a type of more than 2^20 words"));
  out.children = std::move(components);
  return out;
}

Result<Type> parse_type(std::string_view text) {
  if (text.size() > kMaxSignature) return fail(invalid("ABI: a type of more than 8,192 characters"));
  Parser parser(text);
  COFFER_TRY(Parameter parameter, parser.parameter());
  if (!parser.at_end()) return fail(invalid("ABI: characters after the type"));
  return std::move(parameter.type);
}

Result<std::vector<Type>> parse_types(std::string_view text) {
  if (text.size() > kMaxSignature) return fail(invalid("ABI: types of more than 8,192 characters"));
  Parser parser(text);
  std::vector<Parameter> out;
  if (parser.at_end()) return std::vector<Type>{};
  do {
    if (out.size() == kMaxComponents) return fail(invalid("ABI: more than 256 types"));
    COFFER_TRY(Parameter next, parser.parameter());
    out.push_back(std::move(next));
  } while (parser.take(','));
  if (!parser.at_end()) return fail(invalid("ABI: characters after the types"));
  return types_of(std::move(out));
}

}  // namespace coffer::evm::abi
