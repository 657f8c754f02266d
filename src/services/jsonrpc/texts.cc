#include "services/jsonrpc/texts.h"

#include "domain/evm/eip712.h"
#include "domain/strict_json/strict_json.h"

namespace coffer::jsonrpc {

Result<std::string> text_of(std::string_view json, std::string_view what) {
  COFFER_TRY(const nlohmann::json value, strict_json::parse(json));
  if (!value.is_string()) return fail(invalid_field("params", std::string(what) + " must be a text"));
  return value.get<std::string>();
}

Result<std::string> typed_data_text(std::string_view json, std::uint64_t chain_id) {
  std::string text(json);
  if (text.starts_with('"')) {
    COFFER_TRY(text, text_of(json, "the typed data"));
  }
  const auto typed = evm::TypedData::parse(text);
  if (!typed) return fail(invalid_field("params", "the typed data is refused: " + typed.error().message));
  const auto named = typed->chain_id();
  if (named && *named != U256(chain_id)) {
    return fail(invalid_field("params", "EIP-712: the domain's chainId is that of another network"));
  }
  return text;
}

}  // namespace coffer::jsonrpc
