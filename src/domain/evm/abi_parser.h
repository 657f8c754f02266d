#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/evm/abi_type.h"

namespace coffer::evm::abi {

/// A parameter of a signature; `indexed` is for events.
struct Parameter {
  Type type;
  bool indexed = false;
};

/// What a name that is no elementary type stands for: a struct, or an error.
using NamedTypes = std::function<Result<Type>(std::string_view name)>;

/// Reads the human-readable form, left to right. Shared by types and by signatures.
class Parser {
 public:
  explicit Parser(std::string_view text, NamedTypes named = {}) : rest_(text), named_(std::move(named)) {}

  /// A type with its array suffixes: `(address,uint256[])[4]`.
  Result<Type> type(std::size_t depth = kMaxDepth);
  /// A type, words such as `indexed` or `memory`, and a name if there is one.
  Result<Parameter> parameter(std::size_t depth = kMaxDepth);
  /// `(` parameters `)`.
  Result<std::vector<Parameter>> parameters(std::size_t depth = kMaxDepth);

  /// A word of letters, digits, `_` and `$`; empty when there is none.
  std::string_view word();
  /// Takes `c` if it is next, after white space.
  bool take(char c);
  /// Whether only white space is left.
  bool at_end();

 private:
  void skip_space();
  Result<Type> base_type(std::size_t depth);
  Result<Type> suffixed(Type element);

  std::string_view rest_;
  NamedTypes named_;
};

/// An elementary type by name: `uint8`, `address`, `bytes32`, …
Result<Type> elementary_type(std::string_view name);
/// The same where another name is no error.
std::optional<Type> find_elementary_type(std::string_view name);

/// The types of parameters, with their names.
std::vector<Type> types_of(std::vector<Parameter> parameters);

}  // namespace coffer::evm::abi
