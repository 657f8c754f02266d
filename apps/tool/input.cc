#include "apps/tool/input.h"

#include <algorithm>
#include <utility>

namespace coffer::tool {
namespace {

bool has_form(const nlohmann::json& value, Form form) {
  switch (form) {
    case Form::kBytes:
    case Form::kText:
      return value.is_string();
    case Form::kNumber:
    case Form::kDecimal:
      return value.is_string() || value.is_number_unsigned();
    case Form::kBoolean:
      return value.is_boolean();
    case Form::kJson:
      return true;
  }
  std::unreachable();
}

std::string_view form_rule(Form form) {
  switch (form) {
    case Form::kBytes:
      return "must be a text of 0x hex";
    case Form::kText:
      return "must be a text";
    case Form::kNumber:
      return "must be a whole number";
    case Form::kDecimal:
      return "must be a text of decimal digits";
    case Form::kBoolean:
      return "must be true or false";
    case Form::kJson:
      return "";
  }
  std::unreachable();
}

template <class T>
Result<T> named(std::string_view name, Result<T> result) {
  if (!result) return fail(std::move(result).error().under(name));
  return result;
}

}  // namespace

Result<std::string> Input::text(std::string_view name) const {
  const nlohmann::json& value = json(name);
  if (!value.is_string()) return fail(invalid_field(std::string(name), "must be a text"));
  return value.get<std::string>();
}

Result<Bytes> Input::bytes(std::string_view name) const {
  const nlohmann::json& value = json(name);
  if (!value.is_string()) return fail(invalid_field(std::string(name), "must be a text of 0x hex"));
  return named(name, parse_hex0x(value.get_ref<const std::string&>()));
}

Result<std::uint64_t> Input::number(std::string_view name) const {
  COFFER_TRY(const U256 value, amount(name));
  const auto number = value.to_u64();
  if (!number) return fail(invalid_field(std::string(name), "must be below 2^64"));
  return *number;
}

Result<U256> Input::amount(std::string_view name) const {
  const nlohmann::json& value = json(name);
  if (value.is_number_unsigned()) return U256(value.get<std::uint64_t>());
  if (!value.is_string()) return fail(invalid_field(std::string(name), "must be a whole number, in decimal digits"));
  return named(name, U256::parse_decimal(value.get_ref<const std::string&>()));
}

Result<bool> Input::boolean(std::string_view name) const {
  const nlohmann::json& value = json(name);
  if (!value.is_boolean()) return fail(invalid_field(std::string(name), "must be true or false"));
  return value.get<bool>();
}

Result<SecretBytes> Input::secret(std::string_view name) const {
  COFFER_TRY(Bytes value, bytes(name));
  SecretBytes out = SecretBytes::copy_of(BytesView(value));
  wipe_container(value);
  return out;
}

Result<Secret<32>> Input::secret32(std::string_view name) const {
  COFFER_TRY(const SecretBytes value, secret(name));
  return named(name, Secret<32>::from(value.expose()));
}

Result<void> check_fields(const Operation& operation, const nlohmann::json& fields) {
  for (const auto& [name, value] : fields.items()) {
    const auto field = std::ranges::find(operation.fields, name, &Field::name);
    if (field == operation.fields.end())
      return fail(invalid_field(name, "unknown field of " + std::string(operation.name)));
    if (!has_form(value, field->form)) return fail(invalid_field(name, std::string(form_rule(field->form))));
  }
  for (const Field& field : operation.fields)
    if (field.required && !fields.contains(field.name))
      return fail(invalid_field(std::string(field.name), "is missing"));
  return {};
}

Result<void> check_members(const nlohmann::json& object, std::initializer_list<std::string_view> names) {
  if (!object.is_object()) return fail(invalid("must be an object"));
  for (const auto& [name, value] : object.items())
    if (std::ranges::find(names, name) == names.end()) return fail(invalid_field(name, "unknown field"));
  return {};
}

nlohmann::json number_json(std::uint64_t value) {
  constexpr std::uint64_t kLargestExact = (1ULL << 53U) - 1;
  if (value > kLargestExact) return std::to_string(value);
  return value;
}

}  // namespace coffer::tool
