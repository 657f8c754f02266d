#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/crypto/keccak.h"
#include "domain/evm/address.h"
#include "domain/evm/create.h"
#include "domain/evm/eip191.h"
#include "domain/evm/eip712.h"
#include "domain/evm/namehash.h"
#include "domain/evm/rlp.h"
#include "domain/evm/signature.h"

namespace coffer::tool {
namespace {

using evm::Address;
using evm::Hash;
using nlohmann::json;
namespace rlp = evm::rlp;

constexpr Field kPrivateKey{
    .name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true};

Result<json> run_address(const Toolbox& toolbox, const Input& input) {
  if (input.has("public_key") == input.has("private_key"))
    return fail(invalid_field("public_key", "exactly one of public_key and private_key is needed"));
  Bytes public_key;
  if (input.has("private_key")) {
    COFFER_TRY(const auto key, input.secret32("private_key"));
    COFFER_TRY(const auto point, toolbox.curve.public_key(key));
    public_key = to_bytes(BytesView(point.uncompressed()));
  } else {
    COFFER_TRY(public_key, input.bytes("public_key"));
  }
  auto address = Address::from_public_key(public_key);
  if (!address) return fail(std::move(address).error().under("public_key"));
  return json{{"address", address->text()}};
}

Result<rlp::Value> rlp_from_json(const json& value, std::size_t depth = rlp::kMaxDepth) {
  if (value.is_string()) {
    COFFER_TRY(Bytes bytes, parse_hex0x(value.get_ref<const std::string&>()));
    return rlp::Value{std::move(bytes)};
  }
  if (!value.is_array()) return fail(invalid("must be 0x hex or nested arrays of it"));
  if (depth == 0) return fail(invalid("RLP: nested deeper than " + std::to_string(rlp::kMaxDepth)));
  std::vector<rlp::Value> items;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto item = rlp_from_json(value[i], depth - 1);
    if (!item) return fail(std::move(item).error().under("[" + std::to_string(i) + "]"));
    items.push_back(*std::move(item));
  }
  return rlp::Value{std::move(items)};
}

json rlp_to_json(const rlp::Value& value) {
  if (const auto* bytes = std::get_if<Bytes>(&value.content)) return hex0x(*bytes);
  json out = json::array();
  for (const rlp::Value& item : std::get<std::vector<rlp::Value>>(value.content)) out.push_back(rlp_to_json(item));
  return out;
}

Result<json> run_rlp_encode(const Toolbox& /*toolbox*/, const Input& input) {
  auto value = rlp_from_json(input.json("value"));
  if (!value) return fail(std::move(value).error().under("value"));
  return json{{"data", hex0x(rlp::encode(*value))}};
}

Result<json> run_rlp_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes data, input.bytes("data"));
  COFFER_TRY(const rlp::Value value, rlp::decode(data));
  return json{{"value", rlp_to_json(value)}};
}

Result<json> signature_result(const Toolbox& toolbox, const Input& input, const Hash& hash) {
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const auto public_key, toolbox.curve.public_key(key));
  COFFER_TRY(const auto signature, evm::sign_hash(toolbox.curve, key, public_key, hash));
  return json{{"signature", hex0x(signature.rsv())}};
}

Result<json> run_message_hash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string message, input.text("message"));
  return json{{"hash", evm::personal_message_hash(as_bytes(message)).text()}};
}

Result<json> run_message_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const std::string message, input.text("message"));
  return signature_result(toolbox, input, evm::personal_message_hash(as_bytes(message)));
}

Result<evm::TypedData> typed_data_of(const Input& input) {
  const json& document = input.json("typed_data");
  auto out = document.is_string() ? evm::TypedData::parse(document.get_ref<const std::string&>())
                                  : evm::TypedData::from_json(document);
  if (!out) return fail(std::move(out).error().under("typed_data"));
  return out;
}

Result<json> run_typed_data_hash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto typed_data, typed_data_of(input));
  return json{{"domain_separator", typed_data.domain_separator().text()},
              {"struct_hash", typed_data.struct_hash().text()},
              {"digest", typed_data.digest().text()}};
}

Result<json> run_typed_data_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const auto typed_data, typed_data_of(input));
  return signature_result(toolbox, input, typed_data.digest());
}

Result<json> run_create(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Address from, input.parsed("from", Address::parse));
  COFFER_TRY(const std::uint64_t nonce, input.number("nonce"));
  return json{{"address", evm::create_address(from, nonce).text()}};
}

Result<json> run_create2(const Toolbox& /*toolbox*/, const Input& input) {
  if (input.has("init_code") == input.has("init_code_hash"))
    return fail(invalid_field("init_code", "exactly one of init_code and init_code_hash is needed"));
  COFFER_TRY(const Address from, input.parsed("from", Address::parse));
  COFFER_TRY(const auto salt, input.fixed<32>("salt"));
  Hash code_hash;
  if (input.has("init_code_hash")) {
    COFFER_TRY(code_hash.bytes, input.fixed<32>("init_code_hash"));
  } else {
    COFFER_TRY(const Bytes init_code, input.bytes("init_code"));
    code_hash.bytes = crypto::keccak256(init_code);
  }
  return json{{"address", evm::create2_address(from, Hash{salt}, code_hash).text()}};
}

Result<json> run_namehash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Hash hash, input.parsed("name", evm::namehash));
  return json{{"hash", hash.text()}};
}

}  // namespace

std::vector<Operation> evm_operations() {
  const Field message{.name = "message", .form = Form::kText, .help = "text, even if it looks like hex"};
  const Field typed_data{.name = "typed_data", .form = Form::kJson, .help = "as of eth_signTypedData_v4"};
  return {
      {"evm.address",
       "The address of a key (EIP-55)",
       {{"public_key", Form::kBytes, "33, 64 or 65 bytes", false},
        {"private_key", Form::kBytes, "32 bytes", false, true}},
       run_address},
      {"evm.rlp.encode",
       "RLP of hex or nested lists",
       {{"value", Form::kJson, "0x hex, or a list of such values"}},
       run_rlp_encode},
      {"evm.rlp.decode", "The tree of canonical RLP", {{"data"}}, run_rlp_decode},
      {"evm.message.hash", "What personal_sign signs (EIP-191)", {message}, run_message_hash},
      {"evm.message.sign", "personal_sign (EIP-191)", {message, kPrivateKey}, run_message_sign},
      {"evm.typed_data.hash", "The hashes of typed data (EIP-712)", {typed_data}, run_typed_data_hash},
      {"evm.typed_data.sign", "Signs typed data (EIP-712)", {typed_data, kPrivateKey}, run_typed_data_sign},
      {"evm.create_address",
       "The address that CREATE gives",
       {{"from", Form::kText}, {"nonce", Form::kNumber}},
       run_create},
      {"evm.create2_address",
       "The address that CREATE2 gives (EIP-1014)",
       {{"from", Form::kText},
        {"salt", Form::kBytes, "32 bytes"},
        {"init_code", Form::kBytes, "", false},
        {"init_code_hash", Form::kBytes, "32 bytes", false}},
       run_create2},
      {"evm.namehash", "ENS namehash of a normalised name (EIP-137)", {{"name", Form::kText}}, run_namehash},
  };
}

}  // namespace coffer::tool
