#include "domain/tron/build.h"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/tron/contracts.h"
#include "domain/tron/wire.h"

namespace coffer::tron {
namespace {

using Kind = ContractField::Kind;

constexpr std::uint64_t kMaxNumber = 0x7fffffffffffffff;
constexpr ByteArray<4> kTransferSelector = {0xa9, 0x05, 0x9c, 0xbb};  // transfer(address,uint256)

ContractField address_field(std::string name, const Address& address) {
  return {.name = std::move(name), .value = address.text(), .kind = Kind::kAddress};
}

/// Collects the fields of a contract; zeros are left out, as proto3 does.
class Builder {
 public:
  Builder(std::string type, const Address& owner) : contract_{.type = std::move(type), .fields = {}} {
    address("owner_address", owner);
  }
  Builder& address(std::string name, const Address& value) {
    contract_.fields.push_back(address_field(std::move(name), value));
    return *this;
  }
  Builder& amount(std::string name, std::uint64_t value, bool needed = true) {
    in_range_ = in_range_ && value <= kMaxNumber && (value > 0 || !needed);
    return number(std::move(name), value, Kind::kAmount);
  }
  Builder& number(std::string name, std::uint64_t value, Kind kind = Kind::kNumber) {
    in_range_ = in_range_ && value <= kMaxNumber;
    if (value != 0)
      contract_.fields.push_back({.name = std::move(name), .value = static_cast<std::int64_t>(value), .kind = kind});
    return *this;
  }
  Builder& resource(Resource value) { return number("resource", static_cast<std::uint64_t>(value)); }
  Builder& field(ContractField value) {
    contract_.fields.push_back(std::move(value));
    return *this;
  }
  Result<Contract> take() {
    if (!in_range_) return fail(invalid_field("amount", "Tron: must be above zero and below 2^63"));
    return std::move(contract_);
  }

 private:
  Contract contract_;
  bool in_range_ = true;
};

Result<void> write_field(Bytes& out, const FieldRule& rule, const ContractField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  const auto* number = std::get_if<std::int64_t>(&field.value);
  const auto* flag = std::get_if<bool>(&field.value);
  switch (rule.kind) {
    case Kind::kAddress: {
      if (text == nullptr) break;
      COFFER_TRY(const Address address, Address::parse(*text));
      append_bytes(out, rule.number, address.bytes());
      return {};
    }
    case Kind::kBytes: {
      if (text == nullptr) break;
      COFFER_TRY(const Bytes bytes, parse_hex(*text));
      append_bytes(out, rule.number, bytes);
      return {};
    }
    case Kind::kText:
      if (text == nullptr) break;
      append_bytes(out, rule.number, as_bytes(*text));
      return {};
    case Kind::kFlag:
      if (flag == nullptr) break;
      append_number(out, rule.number, *flag ? 1 : 0);
      return {};
    default:
      if (number == nullptr || *number < 0) break;
      append_number(out, rule.number, *number);
      return {};
  }
  return fail(invalid("Tron: a value of another kind, or a negative one"));
}

Result<Bytes> encode_contract(const RawTransaction& transaction) {
  const Contract& contract = transaction.contract;
  const ContractRule* rule = find_contract(contract.type);
  if (rule == nullptr) return fail(invalid_field("type", "Tron: a contract type that is not supported"));
  Bytes parameter;
  std::uint32_t last = 0;
  bool owned = false;
  for (const ContractField& field : contract.fields) {
    const auto known = std::ranges::find(rule->fields, field.name, &FieldRule::name);
    if (known == rule->fields.end() || known->number <= last)
      return fail(invalid_field(field.name, contract.type + ": an unknown field, or one out of order"));
    last = known->number;
    owned = owned || field.name == "owner_address";
    auto written = write_field(parameter, *known, field);
    if (!written) return fail(std::move(written).error().with("field", field.name));
  }
  if (!owned) return fail(invalid_field("owner_address", contract.type + ": the owner is missing"));
  Bytes any;
  append_bytes(any, 1, as_bytes("type.googleapis.com/protocol." + contract.type));
  append_bytes(any, 2, parameter);
  Bytes out;
  append_number(out, 1, static_cast<std::int64_t>(rule->type));
  append_bytes(out, 2, any);
  append_number(out, 5, transaction.permission_id);
  return out;
}

}  // namespace

Result<Bytes> encode_raw_transaction(const RawTransaction& transaction) {
  if (transaction.ref_block_bytes.size() != 2 || transaction.ref_block_hash.size() != 8 ||
      transaction.expiration_ms <= 0)
    return fail(invalid_field("ref_block_bytes", "Tron: a reference block and an expiration are needed"));
  if (transaction.timestamp_ms < 0 || transaction.fee_limit_sun < 0 || transaction.permission_id < 0)
    return fail(invalid("Tron: a negative number"));
  COFFER_TRY(const Bytes contract, encode_contract(transaction));
  Bytes out;
  append_bytes(out, 1, transaction.ref_block_bytes);
  append_bytes(out, 4, transaction.ref_block_hash);
  append_number(out, 8, transaction.expiration_ms);
  append_bytes(out, 10, transaction.memo);
  append_bytes(out, 11, contract);
  append_number(out, 14, transaction.timestamp_ms);
  append_number(out, 18, transaction.fee_limit_sun);
  return out;
}

Result<Contract> transfer(const Address& owner, const Address& to, std::uint64_t amount_sun) {
  return Builder("TransferContract", owner).address("to_address", to).amount("amount", amount_sun).take();
}

Result<Contract> transfer_asset(const Address& owner, const Address& to, std::string token_id, std::uint64_t amount) {
  // The token's name comes before its owner in this message.
  COFFER_TRY(Contract out,
             Builder("TransferAssetContract", owner).address("to_address", to).amount("amount", amount).take());
  out.fields.insert(out.fields.begin(), {.name = "asset_name", .value = std::move(token_id), .kind = Kind::kText});
  return out;
}

Result<Contract> call(const Address& owner, const Address& contract, BytesView data, std::uint64_t call_value_sun) {
  Builder out("TriggerSmartContract", owner);
  out.address("contract_address", contract).amount("call_value", call_value_sun, false);
  if (!data.empty()) out.field({.name = "data", .value = hex(data), .kind = Kind::kBytes});
  return out.take();
}

Result<Contract> token_transfer(const Address& owner, const Address& token, const Address& to, const U256& amount) {
  Bytes data = to_bytes(BytesView(kTransferSelector));
  data.resize(data.size() + 12);
  append(data, to.account.bytes);
  append(data, amount.big_endian());
  return call(owner, token, data, 0);
}

Result<Contract> freeze(const Address& owner, std::uint64_t amount_sun, Resource resource) {
  return Builder("FreezeBalanceV2Contract", owner).amount("frozen_balance", amount_sun).resource(resource).take();
}

Result<Contract> unfreeze(const Address& owner, std::uint64_t amount_sun, Resource resource) {
  return Builder("UnfreezeBalanceV2Contract", owner).amount("unfreeze_balance", amount_sun).resource(resource).take();
}

Result<Contract> withdraw_unfrozen(const Address& owner) {
  return Builder("WithdrawExpireUnfreezeContract", owner).take();
}

Result<Contract> cancel_unfreezing(const Address& owner) {
  return Builder("CancelAllUnfreezeV2Contract", owner).take();
}

Result<Contract> delegate(const Address& owner, const Address& receiver, std::uint64_t amount_sun, Resource resource,
                          std::uint64_t lock_blocks) {
  Builder out("DelegateResourceContract", owner);
  out.resource(resource).amount("balance", amount_sun).address("receiver_address", receiver);
  if (lock_blocks > 0) out.field({.name = "lock", .value = true, .kind = Kind::kFlag});
  return out.number("lock_period", lock_blocks).take();
}

Result<Contract> undelegate(const Address& owner, const Address& receiver, std::uint64_t amount_sun,
                            Resource resource) {
  return Builder("UnDelegateResourceContract", owner)
      .resource(resource)
      .amount("balance", amount_sun)
      .address("receiver_address", receiver)
      .take();
}

}  // namespace coffer::tron
