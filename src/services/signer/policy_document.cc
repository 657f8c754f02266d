#include <nlohmann/json.hpp>

#include "domain/crypto/sha2.h"
#include "domain/money/networks.h"
#include "services/signer/policy.h"

namespace coffer::signer {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDocument = 1 << 20;

Result<std::string> read_text(const json& value, const std::string& field) {
  if (!value.is_string()) return fail(invalid_field(field, "must be a string"));
  return value.get<std::string>();
}

Result<std::set<evm::Address>> read_addresses(const json& value, const std::string& field) {
  if (!value.is_array()) return fail(invalid_field(field, "must be a list of addresses"));
  std::set<evm::Address> out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string item = field + "[" + std::to_string(i) + "]";
    COFFER_TRY(const std::string text, read_text(value[i], item));
    const auto address = evm::Address::parse(text);
    if (!address) return fail(invalid_field(item, address.error().message));
    out.insert(*address);
  }
  return out;
}

Result<U256> read_amount(const json& value, const std::string& field) {
  COFFER_TRY(const std::string text, read_text(value, field));
  const auto amount = U256::parse_decimal(text);
  if (!amount) return fail(invalid_field(field, amount.error().message));
  return *amount;
}

Result<std::string> read_chain(const json& value, const std::string& field) {
  COFFER_TRY(const std::string text, read_text(value, field));
  if (const money::Network* network = money::find_network(text)) return std::string(network->chain);
  if (money::ChainId::parse(text)) return text;
  return fail(invalid_field(field, "must be a known network or a CAIP-2 chain id"));
}

Result<void> read_limit(const json& value, const std::string& field, Policy& policy) {
  if (!value.is_object()) return fail(invalid_field(field, "must be an object"));
  AssetName name;
  Limit limit;
  for (const auto& [key, member] : value.items()) {
    const std::string path = field + "." + key;
    if (key == "network") {
      COFFER_TRY(name.chain, read_chain(member, path));
    } else if (key == "asset") {
      COFFER_TRY(const std::string text, read_text(member, path));
      const auto address = evm::Address::parse(text);
      if (!address) return fail(invalid_field(path, address.error().message));
      name.asset = hex0x(address->bytes);
    } else if (key == "per_transaction") {
      COFFER_TRY(limit.per_transaction, read_amount(member, path));
    } else if (key == "per_day") {
      COFFER_TRY(limit.per_day, read_amount(member, path));
    } else {
      return fail(invalid_field(path, "is not known"));
    }
  }
  if (name.chain.empty()) return fail(invalid_field(field + ".network", "is required"));
  if (!policy.limits.emplace(name, limit).second) return fail(invalid_field(field, "names its asset a second time"));
  return {};
}

Result<void> read_limits(const json& value, Policy& policy) {
  if (!value.is_array()) return fail(invalid_field("limits", "must be a list"));
  for (std::size_t i = 0; i < value.size(); ++i) {
    COFFER_CHECK(read_limit(value[i], "limits[" + std::to_string(i) + "]", policy));
  }
  return {};
}

struct FlagMember {
  std::string_view name;
  bool Policy::* member;
};
constexpr std::array kFlags = {FlagMember{"allow_unlimited_approvals", &Policy::allow_unlimited_approvals},
                               FlagMember{"allow_delegations", &Policy::allow_delegations},
                               FlagMember{"allow_upgrades", &Policy::allow_upgrades},
                               FlagMember{"allow_contract_creation", &Policy::allow_contract_creation},
                               FlagMember{"allow_unknown_calls", &Policy::allow_unknown_calls},
                               FlagMember{"allow_unlisted_assets", &Policy::allow_unlisted_assets}};

struct ListMember {
  std::string_view name;
  std::set<evm::Address> Policy::* member;
};
constexpr std::array kLists = {ListMember{"deny", &Policy::deny}, ListMember{"allow", &Policy::allow},
                               ListMember{"trusted_spenders", &Policy::trusted_spenders},
                               ListMember{"trusted_code", &Policy::trusted_code}};

Result<void> read_member(const std::string& key, const json& value, Policy& policy) {
  if (key == "limits") return read_limits(value, policy);
  if (key == "version") {
    COFFER_TRY(policy.version, read_text(value, key));
    return {};
  }
  if (const auto* flag = std::ranges::find(kFlags, key, &FlagMember::name); flag != kFlags.end()) {
    if (!value.is_boolean()) return fail(invalid_field(key, "must be true or false"));
    policy.*flag->member = value.get<bool>();
    return {};
  }
  if (const auto* list = std::ranges::find(kLists, key, &ListMember::name); list != kLists.end()) {
    COFFER_TRY(policy.*list->member, read_addresses(value, key));
    return {};
  }
  return fail(invalid_field(key, "is not known"));
}

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  if (text.size() > kMaxDocument) return fail(invalid("a policy is at most 1 MiB"));
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return fail(invalid("a policy is a JSON object"));
  Policy policy;
  policy.version = "policy";
  for (const auto& [key, value] : document.items()) COFFER_CHECK(read_member(key, value, policy));
  policy.version += "-" + hex(crypto::sha256(as_bytes(text))).substr(0, 12);
  return policy;
}

}  // namespace coffer::signer
