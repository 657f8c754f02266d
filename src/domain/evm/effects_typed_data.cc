#include <optional>
#include <string>

#include "domain/evm/effects.h"
#include "domain/evm/effects_walker.h"
#include "domain/evm/eip712.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

/// Members of a message. The message was checked against its own types, which need not be the
/// standard's: what is absent or of another form makes the message unrecognised.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  [[nodiscard]] std::optional<Address> address(const char* name) const {
    const json* value = find(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const auto parsed = Address::parse(value->get_ref<const std::string&>());
    return parsed ? std::optional(*parsed) : std::nullopt;
  }
  [[nodiscard]] std::optional<U256> number(const char* name) const {
    const json* value = find(name);
    const auto parsed = value == nullptr ? fail(invalid("absent")) : typed_data_uint(*value);
    return parsed ? std::optional(*parsed) : std::nullopt;
  }
  [[nodiscard]] std::optional<bool> boolean(const char* name) const {
    const json* value = find(name);
    return value != nullptr && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
  }
  [[nodiscard]] const json* find(const char* name) const {
    const auto found = object_.is_object() ? object_.find(name) : object_.end();
    return found == object_.end() ? nullptr : &*found;
  }

 private:
  const json& object_;
};

void add(Effects& out, const Address& token, const Address& owner, const Address& spender, const U256& amount,
         const std::optional<U256>& deadline) {
  EffectsWalker(out).target(spender);
  out.approvals.push_back({.kind = Approval::Kind::kAllowance,
                           .token = token,
                           .owner = owner,
                           .spender = spender,
                           .amount = amount,
                           .unlimited = is_unlimited(amount),
                           .off_chain = true,
                           .deadline = deadline});
}

/// EIP-2612 `Permit`, and DAI's older one, whose verifying contract is the token.
bool read_permit(const TypedData& typed_data, Effects& out) {
  const Members message(typed_data.message());
  const auto token = typed_data.verifying_contract();
  const auto spender = message.address("spender");
  if (!token || !spender) return false;
  if (const auto owner = message.address("owner")) {
    const auto value = message.number("value");
    if (value) add(out, *token, *owner, *spender, *value, std::nullopt);
    return value.has_value();
  }
  const auto holder = message.address("holder");
  const auto allowed = message.boolean("allowed");
  if (!holder || !allowed) return false;
  add(out, *token, *holder, *spender, *allowed ? U256::max() : U256(), std::nullopt);
  return true;
}

/// One entry of Permit2: `details` of an allowance (with its expiration) or `permitted` of a transfer.
bool read_entry(const json& entry, const Address& owner, const Address& spender, Effects& out) {
  const Members members(entry);
  const auto token = members.address("token");
  const auto amount = members.number("amount");
  if (!token || !amount) return false;
  add(out, *token, owner, spender, *amount, members.number("expiration"));
  return true;
}

bool read_permit2(const TypedData& typed_data, const char* entries, const Address& signer, Effects& out) {
  const Members message(typed_data.message());
  const auto spender = message.address("spender");
  const json* content = message.find(entries);
  if (!spender || content == nullptr) return false;
  if (!content->is_array()) return read_entry(*content, signer, *spender, out);
  for (const json& entry : *content)
    if (!read_entry(entry, signer, *spender, out)) return false;
  return true;
}

bool read_message(const TypedData& typed_data, const Address& signer, Effects& out) {
  const std::string& type = typed_data.primary_type();
  if (type == "Permit") return read_permit(typed_data, out);
  if (type == "PermitSingle" || type == "PermitBatch") return read_permit2(typed_data, "details", signer, out);
  if (type == "PermitTransferFrom" || type == "PermitBatchTransferFrom" || type == "PermitWitnessTransferFrom" ||
      type == "PermitBatchWitnessTransferFrom")
    return read_permit2(typed_data, "permitted", signer, out);
  return false;
}

}  // namespace

MessageEffects effects_of_typed_data(const TypedData& typed_data, const Address& signer) {
  MessageEffects out;
  out.recognised = read_message(typed_data, signer, out.effects);
  if (!out.recognised) out.effects = {};
  if (const auto contract = typed_data.verifying_contract()) EffectsWalker(out.effects).target(*contract);
  return out;
}

}  // namespace coffer::evm
