#include "domain/evm/abi_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace coffer::evm::abi {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

/// A number without leading zeros, 1 and above.
std::optional<std::size_t> positive(std::string_view digits) {
  if (digits.empty() || digits.front() == '0') return std::nullopt;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Type leaf(Type::Kind kind, std::size_t size = 0) {
  Type out;
  out.kind = kind;
  out.size = size;
  out.dynamic = kind == Type::Kind::kBytes || kind == Type::Kind::kString;
  return out;
}

std::optional<Type> integer_type(Type::Kind kind, std::string_view width) {
  if (width.empty()) return leaf(kind, 256);
  const auto bits = positive(width);
  if (!bits || *bits > 256 || *bits % 8 != 0) return std::nullopt;
  return leaf(kind, *bits);
}

bool is_location(std::string_view word) {
  constexpr std::array<std::string_view, 4> kLocations = {"memory", "calldata", "storage", "payable"};
  return std::ranges::find(kLocations, word) != kLocations.end();
}

}  // namespace

std::optional<Type> find_elementary_type(std::string_view name) {
  if (name == "address") return leaf(Type::Kind::kAddress);
  if (name == "bool") return leaf(Type::Kind::kBool);
  if (name == "string") return leaf(Type::Kind::kString);
  if (name == "bytes") return leaf(Type::Kind::kBytes);
  if (name == "function") return leaf(Type::Kind::kFunction, 24);
  if (name.starts_with("uint")) return integer_type(Type::Kind::kUint, name.substr(4));
  if (name.starts_with("int")) return integer_type(Type::Kind::kInt, name.substr(3));
  if (!name.starts_with("bytes")) return std::nullopt;
  const auto size = positive(name.substr(5));
  if (!size || *size > 32) return std::nullopt;
  return leaf(Type::Kind::kFixedBytes, *size);
}

Result<Type> elementary_type(std::string_view name) {
  if (auto found = find_elementary_type(name)) return *std::move(found);
  if (name.starts_with("uint") || name.starts_with("int"))
    return fail(invalid("ABI: an integer width of 8, 16, … 256 is needed"));
  if (name.starts_with("bytes")) return fail(invalid("ABI: bytes1 to bytes32"));
  return fail(invalid("ABI: unknown type " + std::string(name.substr(0, 64))));
}

void Parser::skip_space() {
  constexpr std::string_view kSpace = " \t\r\n";
  while (!rest_.empty() && kSpace.find(rest_[0]) != std::string_view::npos) rest_.remove_prefix(1);
}

bool Parser::take(char c) {
  skip_space();
  if (!rest_.starts_with(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

bool Parser::at_end() {
  skip_space();
  return rest_.empty();
}

std::string_view Parser::word() {
  skip_space();
  const auto end = std::ranges::find_if_not(rest_, is_word);
  const std::string_view out = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(out.size());
  return out;
}

Result<Type> Parser::base_type(std::size_t depth) {
  skip_space();
  if (!rest_.starts_with('(')) {
    const std::string_view name = word();
    if (name != "tuple") return named_ && !find_elementary_type(name) ? named_(name) : elementary_type(name);
  }
  if (depth == 0) return fail(invalid("ABI: nested deeper than " + std::to_string(kMaxDepth)));
  COFFER_TRY(auto components, parameters(depth - 1));
  return make_tuple(types_of(std::move(components)));
}

Result<Type> Parser::suffixed(Type element) {
  std::size_t count = 0;
  while (rest_.starts_with('[')) {
    if (++count > kMaxDepth) return fail(invalid("ABI: nested deeper than " + std::to_string(kMaxDepth)));
    const std::size_t close = rest_.find(']');
    if (close == std::string_view::npos) return fail(invalid("ABI: a bracket is not closed"));
    const std::string_view digits = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    if (digits.empty()) {
      element = make_array(std::move(element));
      continue;
    }
    const auto length = positive(digits);
    if (!length) return fail(invalid("ABI: an array length must be a number above zero"));
    COFFER_TRY(element, make_fixed_array(std::move(element), *length));
  }
  return element;
}

Result<Type> Parser::type(std::size_t depth) {
  COFFER_TRY(Type base, base_type(depth));
  return suffixed(std::move(base));
}

Result<Parameter> Parser::parameter(std::size_t depth) {
  Parameter out;
  COFFER_TRY(out.type, type(depth));
  std::string_view next = word();
  while (next == "indexed" || is_location(next)) {
    out.indexed = out.indexed || next == "indexed";
    next = word();
  }
  out.type.name = std::string(next);
  return out;
}

Result<std::vector<Parameter>> Parser::parameters(std::size_t depth) {
  if (!take('(')) return fail(invalid("ABI: a parenthesis is missing"));
  std::vector<Parameter> out;
  if (take(')')) return out;
  do {
    if (out.size() == kMaxComponents) return fail(invalid("ABI: more than 256 components"));
    COFFER_TRY(Parameter next, parameter(depth));
    out.push_back(std::move(next));
  } while (take(','));
  if (!take(')')) return fail(invalid("ABI: a parenthesis is not closed"));
  return out;
}

std::vector<Type> types_of(std::vector<Parameter> parameters) {
  std::vector<Type> out;
  out.reserve(parameters.size());
  for (Parameter& parameter : parameters) out.push_back(std::move(parameter.type));
  return out;
}

}  // namespace coffer::evm::abi
