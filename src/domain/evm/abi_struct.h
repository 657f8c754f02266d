#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/evm/abi_type.h"

namespace coffer::evm::abi {

/// Whether a line defines a struct: it begins with the word `struct`.
bool defines_struct(std::string_view line);

/// The structs of a human-readable interface: `struct Point { uint256 x; uint256 y; }`. Other lines use their names as
/// types; in a signature a struct is the tuple of its fields (Solidity ABI, "Mapping Solidity to ABI types").
class Structs {
 public:
  /// The definitions, in any order. Refuses names that are defined twice or are types already, fields of undefined
  /// types, structs that contain themselves, more than 256 structs or fields, nesting deeper than 16, and structs of
  /// more than 1,024 types.
  static Result<Structs> parse(const std::vector<std::string_view>& lines);

  /// The tuple of that name.
  [[nodiscard]] Result<Type> find(std::string_view name) const;

 private:
  std::map<std::string, Type, std::less<>> tuples_;
};

}  // namespace coffer::evm::abi
