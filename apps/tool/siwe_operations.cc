#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/siwe.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

json fields_of(const evm::siwe::Message& message) {
  json out = {{"domain", message.domain},      {"address", message.address.text()},         {"uri", message.uri},
              {"version", message.version},    {"chain_id", number_json(message.chain_id)}, {"nonce", message.nonce},
              {"issued_at", message.issued_at}};
  const auto put = [&](const char* name, const std::optional<std::string>& value) {
    if (value) out[name] = *value;
  };
  put("scheme", message.scheme);
  put("statement", message.statement);
  put("expiration_time", message.expiration_time);
  put("not_before", message.not_before);
  put("request_id", message.request_id);
  if (message.has_resources) out["resources"] = message.resources;
  return out;
}

Result<json> run_parse(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto message, input.parsed("message", evm::siwe::parse));
  return fields_of(message);
}

Result<json> run_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string text, input.text("message"));
  COFFER_TRY(const Bytes signature, input.bytes("signature"));
  evm::siwe::Expectation expectation;
  COFFER_TRY(expectation.now, input.parsed("time", parse_rfc3339));
  if (input.has("domain")) {
    COFFER_TRY(expectation.domain, input.text("domain"));
  }
  if (input.has("nonce")) {
    COFFER_TRY(expectation.nonce, input.text("nonce"));
  }
  const auto message = evm::siwe::parse(text);
  if (!message) return json{{"valid", false}, {"reason", message.error().message}};
  const auto verified = evm::siwe::verify(text, signature, expectation);
  json out = {{"valid", verified.has_value()}, {"address", message->address.text()}};
  if (!verified) out["reason"] = verified.error().message;
  return out;
}

}  // namespace

std::vector<Operation> siwe_operations() {
  return {
      {"siwe.parse", "The fields of a Sign-In with Ethereum message (EIP-4361)", {{"message", Form::kText}}, run_parse},
      {"siwe.verify",
       "Whether a sign-in message is signed and valid at a time",
       {{"message", Form::kText},
        {"signature", Form::kBytes, "r ‖ s ‖ v, 65 bytes"},
        {"time", Form::kText, "RFC 3339"},
        {"domain", Form::kText, "expected", false},
        {"nonce", Form::kText, "expected", false}},
       run_verify},
  };
}

}  // namespace coffer::tool
