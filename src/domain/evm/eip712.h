#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// EIP-712 typed structured data, checked against its types and hashed.
///
/// The JSON is that of `eth_signTypedData_v4`: `types`, `primaryType`, `domain`, `message`. Strict:
/// every declared field is present and no other; integers are whole JSON numbers, decimal strings or
/// `0x` hex, within the width of their type; `bytesN` has exactly N bytes; an address obeys EIP-55;
/// a fixed array has its length. `types.EIP712Domain` may be left out: then it is the standard's
/// fields that `domain` has, in the standard's order. Limits: 1 MiB of JSON, 64 levels, 256 types
/// of 256 fields, 100,000 values.
class TypedData {
 public:
  /// Parses JSON text; duplicate keys are refused.
  static Result<TypedData> parse(std::string_view json);
  static Result<TypedData> from_json(nlohmann::json document);

  /// hashStruct(domain), hashStruct(message), and keccak256(0x1901 ‖ both): what is signed.
  [[nodiscard]] const Hash& domain_separator() const { return domain_separator_; }
  [[nodiscard]] const Hash& struct_hash() const { return struct_hash_; }
  [[nodiscard]] const Hash& digest() const { return digest_; }

  /// encodeType of the primary type: `Mail(Person from,Person to,string contents)Person(…)`.
  [[nodiscard]] const std::string& encoded_type() const { return encoded_type_; }
  [[nodiscard]] const std::string& primary_type() const { return primary_type_; }
  [[nodiscard]] const nlohmann::json& domain() const { return document_["domain"]; }
  [[nodiscard]] const nlohmann::json& message() const { return document_["message"]; }
  [[nodiscard]] const nlohmann::json& document() const { return document_; }

  /// The domain's fields where present: policies bind a signature to a chain and a contract.
  [[nodiscard]] std::optional<U256> chain_id() const;
  [[nodiscard]] std::optional<Address> verifying_contract() const;

 private:
  nlohmann::json document_;
  std::string primary_type_;
  std::string encoded_type_;
  Hash domain_separator_;
  Hash struct_hash_;
  Hash digest_;
};

/// One JSON value of an EIP-712 integer type: a whole number, a decimal string or `0x` hex; not negative.
Result<U256> typed_data_uint(const nlohmann::json& value);

}  // namespace coffer::evm
