#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/abi.h"
#include "domain/evm/abi_interface.h"
#include "domain/evm/revert.h"
#include "domain/strict_json/strict_json.h"

namespace coffer::tool {
namespace {

namespace abi = evm::abi;
using nlohmann::json;

/// A JSON field, which the command line may also give as the text of JSON.
Result<json> json_field(const Input& input, const char* name) {
  const json& value = input.json(name);
  if (!value.is_string()) return value;
  auto parsed = strict_json::parse(value.get_ref<const std::string&>());
  if (!parsed) return fail(std::move(parsed).error().under(name));
  return parsed;
}

/// `types`: an array of texts, or one text with commas.
Result<std::vector<abi::Type>> types_of(const json& types) {
  if (types.is_string()) return abi::parse_types(types.get_ref<const std::string&>());
  if (!types.is_array() || types.size() > abi::kMaxComponents)
    return fail(invalid("must be an array of at most 256 types"));
  std::vector<abi::Type> out;
  for (std::size_t i = 0; i < types.size(); ++i) {
    auto type = types[i].is_string() ? abi::parse_type(types[i].get_ref<const std::string&>())
                                     : Result<abi::Type>(fail(invalid("must be a text")));
    if (!type) return fail(std::move(type).error().under("[" + std::to_string(i) + "]"));
    out.push_back(*std::move(type));
  }
  return out;
}

/// What is coded: plain values, or a function with its selector.
Result<abi::Item> item_of(const Input& input) {
  if (input.has("types") == input.has("signature"))
    return fail(invalid_field("types", "exactly one of types and signature is needed"));
  if (input.has("signature"))
    return input.parsed("signature", [](std::string_view text) { return abi::parse_signature(text); });
  auto types = types_of(input.json("types"));
  if (!types) return fail(std::move(types).error().under("types"));
  abi::Item out;
  out.kind = abi::Item::Kind::kConstructor;  // arguments alone
  out.inputs = *std::move(types);
  return out;
}

Result<json> run_encode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const abi::Item item, item_of(input));
  COFFER_TRY(const json values, json_field(input, "values"));
  auto data = abi::encode_call(item, values);
  if (!data) return fail(std::move(data).error().under("values"));
  return json{{"data", hex0x(*data)}};
}

Result<json> run_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const abi::Item item, item_of(input));
  COFFER_TRY(const Bytes data, input.bytes("data"));
  COFFER_TRY(json values, abi::decode_call(item, data));
  return json{{"values", std::move(values)}};
}

json revert_json(evm::Revert revert) {
  return {{"name", std::move(revert.name)}, {"args", std::move(revert.args)}, {"text", std::move(revert.text)}};
}

Result<json> run_error_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes data, input.bytes("data"));
  if (!input.has("abi")) return revert_json(evm::decode_revert(data));
  COFFER_TRY(const json document, json_field(input, "abi"));
  COFFER_TRY(const auto contract, abi::Interface::from_json(document));
  return revert_json(evm::decode_revert(data, &contract));
}

constexpr Field kTypes{
    .name = "types", .form = Form::kJson, .help = "as [\"address\",\"(uint256,bytes)[]\"]", .required = false};
constexpr Field kSignature{
    .name = "signature", .form = Form::kText, .help = "as transfer(address,uint256)", .required = false};

}  // namespace

std::vector<Operation> evm_abi_operations() {
  return {
      {"evm.abi.encode",
       "Values by the contract ABI, or the calldata of a function",
       {kTypes, kSignature, {"values", Form::kJson, "array, one entry for each type"}},
       run_encode},
      {"evm.abi.decode", "The values of ABI data, or of calldata", {kTypes, kSignature, {"data"}}, run_decode},
      {"evm.error.decode",
       "Why a call reverted",
       {{"data"}, {"abi", Form::kJson, "the contract's ABI, for its own errors", false}},
       run_error_decode},
  };
}

}  // namespace coffer::tool
