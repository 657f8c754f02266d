#include <optional>
#include <utility>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/userop.h"

namespace coffer::tool {
namespace {

using evm::Address;
using evm::Hash;
using nlohmann::json;

/// Members of a user operation. Numbers and bytes that are left out or null are zero and empty; `sender` and
/// `nonce` are needed.
class Members {
 public:
  explicit Members(const json& object) : input_(object) {}

  Result<U256> number(const char* name) const { return has(name) ? input_.amount(name) : U256(); }
  Result<Bytes> bytes(const char* name) const { return has(name) ? input_.bytes(name) : Bytes(); }
  Result<std::optional<Address>> address(const char* name) const {
    if (!has(name)) return std::nullopt;
    COFFER_TRY(const Address out, input_.parsed(name, Address::parse));
    return out;
  }
  Result<Address> sender() const {
    COFFER_TRY(const auto out, address("sender"));
    if (!out) return fail(invalid_field("sender", "is missing"));
    return *out;
  }
  Result<U256> nonce() const {
    if (!has("nonce")) return fail(invalid_field("nonce", "is missing"));
    return input_.amount("nonce");
  }

 private:
  [[nodiscard]] bool has(const char* name) const { return input_.has(name) && !input_.json(name).is_null(); }

  Input input_;
};

Result<evm::UserOperationV06> read_v06(const json& object) {
  COFFER_CHECK(check_members(object, {"sender", "nonce", "init_code", "call_data", "call_gas_limit",
                                      "verification_gas_limit", "pre_verification_gas", "max_fee_per_gas",
                                      "max_priority_fee_per_gas", "paymaster_and_data", "signature"}));
  const Members members(object);
  evm::UserOperationV06 out;
  COFFER_TRY(out.sender, members.sender());
  COFFER_TRY(out.nonce, members.nonce());
  COFFER_TRY(out.init_code, members.bytes("init_code"));
  COFFER_TRY(out.call_data, members.bytes("call_data"));
  COFFER_TRY(out.call_gas_limit, members.number("call_gas_limit"));
  COFFER_TRY(out.verification_gas_limit, members.number("verification_gas_limit"));
  COFFER_TRY(out.pre_verification_gas, members.number("pre_verification_gas"));
  COFFER_TRY(out.max_fee_per_gas, members.number("max_fee_per_gas"));
  COFFER_TRY(out.max_priority_fee_per_gas, members.number("max_priority_fee_per_gas"));
  COFFER_TRY(out.paymaster_and_data, members.bytes("paymaster_and_data"));
  COFFER_TRY(out.signature, members.bytes("signature"));
  return out;
}

/// `factory` may be the bare marker 0x7702 of EIP-7702: the entry point pads it with zeros.
Result<std::optional<Address>> read_factory(const json& object, const Members& members) {
  const auto factory = object.find("factory");
  if (factory != object.end() && *factory == "0x7702") {
    Address marker;
    marker.bytes = {0x77, 0x02};
    return marker;
  }
  return members.address("factory");
}

Result<evm::UserOperationV07> read_v07(const json& object) {
  COFFER_CHECK(
      check_members(object, {"sender", "nonce", "factory", "factory_data", "call_data", "call_gas_limit",
                             "verification_gas_limit", "pre_verification_gas", "max_fee_per_gas",
                             "max_priority_fee_per_gas", "paymaster", "paymaster_verification_gas_limit",
                             "paymaster_post_op_gas_limit", "paymaster_data", "signature", "eip7702_delegate"}));
  const Members members(object);
  evm::UserOperationV07 out;
  COFFER_TRY(out.sender, members.sender());
  COFFER_TRY(out.nonce, members.nonce());
  COFFER_TRY(out.factory, read_factory(object, members));
  COFFER_TRY(out.factory_data, members.bytes("factory_data"));
  COFFER_TRY(out.call_data, members.bytes("call_data"));
  COFFER_TRY(out.call_gas_limit, members.number("call_gas_limit"));
  COFFER_TRY(out.verification_gas_limit, members.number("verification_gas_limit"));
  COFFER_TRY(out.pre_verification_gas, members.number("pre_verification_gas"));
  COFFER_TRY(out.max_fee_per_gas, members.number("max_fee_per_gas"));
  COFFER_TRY(out.max_priority_fee_per_gas, members.number("max_priority_fee_per_gas"));
  COFFER_TRY(out.paymaster, members.address("paymaster"));
  COFFER_TRY(out.paymaster_verification_gas_limit, members.number("paymaster_verification_gas_limit"));
  COFFER_TRY(out.paymaster_post_op_gas_limit, members.number("paymaster_post_op_gas_limit"));
  COFFER_TRY(out.paymaster_data, members.bytes("paymaster_data"));
  COFFER_TRY(out.signature, members.bytes("signature"));
  COFFER_TRY(out.eip7702_delegate, members.address("eip7702_delegate"));
  return out;
}

Result<evm::PackedUserOperation> read_packed(const json& object) {
  COFFER_CHECK(check_members(object, {"sender", "nonce", "init_code", "call_data", "account_gas_limits",
                                      "pre_verification_gas", "gas_fees", "paymaster_and_data", "signature"}));
  const Members members(object);
  const Input input(object);
  if (!input.has("gas_fees")) return fail(invalid_field("gas_fees", "is missing"));
  evm::PackedUserOperation out;
  COFFER_TRY(out.sender, members.sender());
  COFFER_TRY(out.nonce, members.nonce());
  COFFER_TRY(out.init_code, members.bytes("init_code"));
  COFFER_TRY(out.call_data, members.bytes("call_data"));
  COFFER_TRY(out.account_gas_limits, input.fixed<32>("account_gas_limits"));
  COFFER_TRY(out.pre_verification_gas, members.number("pre_verification_gas"));
  COFFER_TRY(out.gas_fees, input.fixed<32>("gas_fees"));
  COFFER_TRY(out.paymaster_and_data, members.bytes("paymaster_and_data"));
  COFFER_TRY(out.signature, members.bytes("signature"));
  return out;
}

struct Target {
  Address entry_point;
  U256 chain_id;
};

Result<Hash> hash_of(const json& object, const std::string& version, const Target& target) {
  if (version == "0.6") {
    COFFER_TRY(const auto operation, read_v06(object));
    return evm::user_operation_hash_v06(operation, target.entry_point, target.chain_id);
  }
  std::optional<Address> delegate;
  evm::PackedUserOperation packed;
  if (object.is_object() && object.contains("account_gas_limits")) {
    COFFER_TRY(packed, read_packed(object));
  } else {
    COFFER_TRY(const auto operation, read_v07(object));
    delegate = operation.eip7702_delegate;
    COFFER_TRY(packed, evm::pack(operation));
  }
  if (version == "0.7") return evm::user_operation_hash_v07(packed, target.entry_point, target.chain_id);
  return evm::user_operation_hash_v08(packed, target.entry_point, target.chain_id, delegate);
}

Result<json> run_hash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string version, input.text("version"));
  if (version != "0.6" && version != "0.7" && version != "0.8")
    return fail(invalid_field("version", "must be 0.6, 0.7 or 0.8"));
  Target target;
  COFFER_TRY(target.entry_point, input.parsed("entry_point", Address::parse));
  COFFER_TRY(target.chain_id, input.amount("chain_id"));
  auto hash = hash_of(input.json("user_operation"), version, target);
  if (!hash) return fail(std::move(hash).error().under("user_operation"));
  return json{{"hash", hash->text()}};
}

}  // namespace

std::vector<Operation> evm_userop_operations() {
  return {{"evm.userop.hash",
           "The hash of an ERC-4337 user operation",
           {{"user_operation", Form::kJson, "fields in snake_case, unpacked or packed"},
            {"entry_point", Form::kText},
            {"version", Form::kText, "0.6, 0.7 or 0.8"},
            {"chain_id", Form::kNumber}},
           run_hash}};
}

}  // namespace coffer::tool
