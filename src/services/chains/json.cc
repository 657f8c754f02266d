#include "services/chains/json.h"

namespace coffer::chains {
namespace {

Error unexpected_form() { return unavailable("a node's answer has an unexpected form"); }

}  // namespace

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_quantity(std::uint64_t value) { return '"' + U256(value).quantity() + '"'; }

std::string json_array(std::initializer_list<std::string_view> items) {
  std::string out = "[";
  for (const std::string_view item : items) {
    if (out.size() > 1) out += ',';
    out += item;
  }
  return out + ']';
}

Result<nlohmann::json> parse_json(std::string_view text) {
  nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) return fail(unexpected_form());
  return value;
}

Result<std::string> text_of(const nlohmann::json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  if (text == nullptr) return fail(unexpected_form());
  return *text;
}

Result<U256> quantity_of(const nlohmann::json& value) {
  COFFER_TRY(const std::string text, text_of(value));
  auto number = U256::parse_hex(text);
  if (!number) return fail(unexpected_form());
  return *number;
}

Result<std::uint64_t> number_of(const nlohmann::json& value) {
  COFFER_TRY(const U256 wide, quantity_of(value));
  const auto number = wide.to_u64();
  if (!number || !std::in_range<std::int64_t>(*number)) return fail(unexpected_form());
  return *number;
}

Result<Bytes> bytes_of(const nlohmann::json& value) {
  COFFER_TRY(const std::string text, text_of(value));
  auto bytes = parse_hex0x(text);
  if (!bytes) return fail(unexpected_form());
  return *std::move(bytes);
}

const nlohmann::json& member(const nlohmann::json& object, std::string_view name) {
  static const nlohmann::json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

Result<U256> read_quantity(std::string_view json) {
  COFFER_TRY(const nlohmann::json value, parse_json(json));
  return quantity_of(value);
}

Result<std::uint64_t> read_number(std::string_view json) {
  COFFER_TRY(const nlohmann::json value, parse_json(json));
  return number_of(value);
}

Result<Bytes> read_bytes(std::string_view json) {
  COFFER_TRY(const nlohmann::json value, parse_json(json));
  return bytes_of(value);
}

}  // namespace coffer::chains
