#include "services/transactions/request.h"

#include "domain/crypto/sha2.h"
#include "domain/evm/erc20.h"
#include "domain/money/caip19.h"

namespace coffer::transactions {
namespace {

Result<U256> amount_field(std::string_view field, const std::string& text) {
  if (text.empty()) return U256();
  auto amount = U256::parse_decimal(text);
  if (!amount) return fail(invalid_field(std::string(field), std::move(amount).error().message));
  return *amount;
}

Result<std::optional<U256>> optional_amount(std::string_view field, const std::string& text) {
  if (text.empty()) return std::nullopt;
  COFFER_TRY(const U256 amount, amount_field(field, text));
  return amount;
}

Result<Time> time_field(std::string_view field, const google::protobuf::Timestamp& timestamp) {
  constexpr std::int64_t kYear9999 = 253'402'300'799;
  if (timestamp.seconds() < 0 || timestamp.seconds() > kYear9999) {
    return fail(invalid_field(std::string(field), "is out of range"));
  }
  return from_micros(timestamp.seconds() * 1'000'000 + timestamp.nanos() / 1000);
}

Result<void> read_limits(const v1::CreateTransactionRequest& request, Intent& out) {
  COFFER_TRY(out.limits.max_fee_per_gas, optional_amount("max_fee_per_gas", request.max_fee_per_gas()));
  COFFER_TRY(out.limits.max_priority_fee_per_gas,
             optional_amount("max_priority_fee_per_gas", request.max_priority_fee_per_gas()));
  if (out.limits.max_fee_per_gas && out.limits.max_priority_fee_per_gas &&
      *out.limits.max_priority_fee_per_gas > *out.limits.max_fee_per_gas) {
    return fail(invalid_field("max_priority_fee_per_gas", "EIP-1559: must not be above max_fee_per_gas"));
  }
  return {};
}

/// What is asked for, and what is signed for it.
Result<void> read_payload(const v1::CreateTransactionRequest& request, const NetworkFacts& network, Intent& out) {
  COFFER_TRY(out.amount, amount_field("amount", request.amount()));
  if (!request.data().empty()) {
    auto data = parse_hex0x(request.data());
    if (!data) return fail(invalid_field("data", std::move(data).error().message));
    out.data = *std::move(data);
  }
  std::optional<evm::Address> to;
  if (!request.to().empty()) {
    auto address = evm::Address::parse(request.to());
    if (!address) return fail(invalid_field("to", std::move(address).error().message));
    to = *address;
  }
  if (request.amount().empty() && out.data.empty()) return fail(invalid_field("amount", "is required"));
  COFFER_TRY(const auto contract, asset_contract(request.asset(), network));
  if (!contract) {
    if (!to && out.data.empty()) return fail(invalid_field("to", "is required unless data creates a contract"));
    out.to = to;
    out.value = out.amount;
    return {};
  }
  if (!to) return fail(invalid_field("to", "is required: who receives the asset"));
  if (!out.data.empty()) return fail(invalid_field("data", "cannot stand beside asset"));
  out.asset = contract->text();
  out.receiver = to;
  out.to = contract;
  out.data = evm::erc20::transfer(*to, out.amount);
  return {};
}

}  // namespace

Result<std::optional<evm::Address>> asset_contract(const std::string& asset, const NetworkFacts& network) {
  if (asset.empty()) return std::nullopt;
  std::string address = asset;
  if (!asset.starts_with("0x")) {
    const auto id = money::AssetId::parse(asset);
    if (!id) return fail(invalid_field("asset", "must be a contract address or CAIP-19"));
    if (id->chain.text() != network.chain) return fail(invalid_field("asset", "is on another network"));
    if (id->name_space == "slip44") return std::nullopt;
    if (id->name_space != "erc20") return fail(invalid_field("asset", "must be an ERC-20"));
    address = id->reference;
  }
  auto contract = evm::Address::parse(address);
  if (!contract) return fail(invalid_field("asset", std::move(contract).error().message));
  return *contract;
}

Result<Intent> intent_of_request(const v1::CreateTransactionRequest& request, const SigningAccount& account,
                                 const NetworkFacts& network, Time now) {
  Intent out;
  out.owner = account.owner;
  out.account_id = account.id;
  out.network = network.id;
  out.sender = account.address;
  COFFER_CHECK(read_payload(request, network, out));
  COFFER_TRY(out.speed, parse_speed(request.speed()));
  COFFER_CHECK(read_limits(request, out));
  if (request.has_gas_limit()) {
    if (request.gas_limit() < 21000) return fail(invalid_field("gas_limit", "must be at least 21000"));
    out.gas_limit = static_cast<std::uint64_t>(request.gas_limit());
  }
  if (request.has_valid_until()) {
    COFFER_TRY(out.valid_until, time_field("valid_until", request.valid_until()));
    if (*out.valid_until <= now) return fail(invalid_field("valid_until", "must lie in the future"));
  }
  out.note = request.note();
  out.fail_if_replaced = request.fail_if_replaced();
  out.request_hash = request_hash(request);
  out.created_at = now;
  out.updated_at = now;
  return out;
}

ByteArray<32> request_hash(v1::CreateTransactionRequest request) {
  request.clear_validate_only();
  request.clear_wait();
  request.clear_timeout();
  return crypto::sha256(as_bytes(request.SerializeAsString()));
}

}  // namespace coffer::transactions
