#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "apps/tool/operation.h"
#include "base/bytes.h"
#include "base/secret.h"
#include "base/u256.h"

namespace coffer::tool {

/// The fields of one call, read by name in the forms of the operations' table. Every error names its
/// field. A field that may be absent is asked for with `has` first.
class Input {
 public:
  /// `fields` is a JSON object and outlives the input.
  explicit Input(const nlohmann::json& fields) : fields_(fields) {}

  [[nodiscard]] bool has(std::string_view name) const { return fields_.contains(name); }
  [[nodiscard]] const nlohmann::json& json(std::string_view name) const { return fields_.at(std::string(name)); }

  [[nodiscard]] Result<std::string> text(std::string_view name) const;
  [[nodiscard]] Result<Bytes> bytes(std::string_view name) const;
  [[nodiscard]] Result<std::uint64_t> number(std::string_view name) const;
  /// A decimal text or a whole JSON number, below 2^256.
  [[nodiscard]] Result<U256> amount(std::string_view name) const;
  [[nodiscard]] Result<bool> boolean(std::string_view name) const;
  /// Bytes that are kept as a secret.
  [[nodiscard]] Result<SecretBytes> secret(std::string_view name) const;
  [[nodiscard]] Result<Secret<32>> secret32(std::string_view name) const;

  template <std::size_t N>
  [[nodiscard]] Result<ByteArray<N>> fixed(std::string_view name) const {
    COFFER_TRY(const Bytes value, bytes(name));
    if (value.size() != N) return fail(invalid_field(std::string(name), "must be " + std::to_string(N) + " bytes"));
    ByteArray<N> out;
    std::copy(value.begin(), value.end(), out.begin());
    return out;
  }

  /// `parse(text)` of a domain type, its failure under the field's name.
  template <class Parse>
  [[nodiscard]] auto parsed(std::string_view name, Parse parse) const -> decltype(parse(std::string_view())) {
    COFFER_TRY(const std::string value, text(name));
    auto out = parse(std::string_view(value));
    if (!out) return fail(std::move(out).error().under(name));
    return out;
  }

 private:
  const nlohmann::json& fields_;
};

/// Fails unless the object has every required field of the operation and no other, each of a JSON kind that its form
/// allows.
Result<void> check_fields(const Operation& operation, const nlohmann::json& fields);

/// Fails unless `object` is a JSON object whose members are all among `names`.
Result<void> check_members(const nlohmann::json& object, std::initializer_list<std::string_view> names);

/// A number as JSON that every reader can hold: above 2^53-1 as decimal text.
nlohmann::json number_json(std::uint64_t value);

}  // namespace coffer::tool
