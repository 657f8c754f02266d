#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "domain/evm/abi_type.h"
#include "domain/evm/hash.h"

namespace coffer::evm::eip712 {

/// The type of a member: an elementary or a struct type, with array levels around it.
struct MemberType {
  std::string text;                                // as written, as it is hashed
  std::string base;                                // without array suffixes
  std::optional<abi::Type> elementary;             // absent: `base` names a struct
  std::vector<std::optional<std::size_t>> levels;  // innermost first; absent length: dynamic
};

/// A member of a struct type.
struct Member {
  std::string name;
  MemberType type;
};

/// The struct types of one document, checked: every member's type is elementary or defined.
class TypeTable {
 public:
  static Result<TypeTable> parse(const nlohmann::json& types);

  /// Defines EIP712Domain from the fields that a domain has, when the document did not.
  Result<void> define_domain(const nlohmann::json& domain);

  [[nodiscard]] bool contains(std::string_view name) const { return structs_.contains(name); }
  /// The members of a struct that the table contains.
  [[nodiscard]] const std::vector<Member>& members(std::string_view name) const { return structs_.find(name)->second; }
  /// encodeType: the struct, then all that it refers to, sorted by name.
  [[nodiscard]] std::string encode_type(std::string_view name) const;
  [[nodiscard]] Hash type_hash(std::string_view name) const;

 private:
  Result<void> check_references() const;

  std::map<std::string, std::vector<Member>, std::less<>> structs_;
};

}  // namespace coffer::evm::eip712
