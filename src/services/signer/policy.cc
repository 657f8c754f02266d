#include "services/signer/policy.h"

#include <algorithm>
#include <array>

namespace coffer::signer {
namespace {

using evm::Address;
using evm::Approval;
using evm::Delegation;
using evm::Effects;

Decision deny(std::string rule, std::string reason) {
  return {.allowed = false, .rule = std::move(rule), .reason = std::move(reason), .limited = {}, .daily = {}};
}

std::string asset_text(const Address& token) { return hex0x(token.bytes); }

// Everybody who gets something or is called.
std::vector<Address> counterparties(const Effects& effects) {
  std::vector<Address> out = effects.targets;
  for (const auto& transfer : effects.native_transfers) out.push_back(transfer.to);
  for (const auto& transfer : effects.token_transfers) out.push_back(transfer.to);
  for (const auto& approval : effects.approvals) out.push_back(approval.spender);
  for (const auto& delegation : effects.delegations) out.push_back(delegation.code);
  return out;
}

std::optional<Decision> check_counterparties(const Policy& policy, const Address& account, const Effects& effects) {
  for (const Address& party : counterparties(effects)) {
    if (policy.deny.contains(party)) return deny("counterparty.denied", party.text() + " is on the deny list");
    const bool known = party == account || party.is_zero() || policy.allow.contains(party);
    if (!policy.allow.empty() && !known) {
      return deny("counterparty.not_allowed", party.text() + " is not on the allow list");
    }
  }
  return std::nullopt;
}

bool gives_nothing(const Approval& approval) { return approval.amount.is_zero(); }

std::optional<Decision> check_control(const Policy& policy, const Effects& effects) {
  for (const Approval& approval : effects.approvals) {
    if (policy.allow_unlimited_approvals || !approval.unlimited || gives_nothing(approval)) continue;
    if (policy.trusted_spenders.contains(approval.spender)) continue;
    return deny("approval.unlimited",
                "an approval without bound of " + asset_text(approval.token) + " to " + approval.spender.text());
  }
  for (const Delegation& delegation : effects.delegations) {
    const bool clears = delegation.kind == Delegation::Kind::kSetCode && delegation.code.is_zero();
    if (policy.allow_delegations || clears || policy.trusted_code.contains(delegation.code)) continue;
    return deny("delegation", "foreign code would run as " + delegation.account.text());
  }
  return std::nullopt;
}

// upgradeTo, upgradeToAndCall, changeAdmin of a proxy; upgrade, upgradeAndCall of a ProxyAdmin; setImplementation.
constexpr std::array kUpgradeSelectors = {ByteArray<4>{0x36, 0x59, 0xcf, 0xe6}, ByteArray<4>{0x4f, 0x1e, 0xf2, 0x86},
                                          ByteArray<4>{0x8f, 0x28, 0x39, 0x70}, ByteArray<4>{0x99, 0xa8, 0x8e, 0xc4},
                                          ByteArray<4>{0x96, 0x23, 0x60, 0x9d}, ByteArray<4>{0xd7, 0x84, 0xd4, 0x26}};

std::optional<Decision> check_calls(const Policy& policy, const Effects& effects) {
  if (effects.creates_contract && !policy.allow_contract_creation) {
    return deny("contract_creation", "creating contracts is not allowed");
  }
  for (const auto& call : effects.unknown_calls) {
    const bool upgrade =
        call.selector && std::ranges::find(kUpgradeSelectors, *call.selector) != kUpgradeSelectors.end();
    if (upgrade && !policy.allow_upgrades) {
      return deny("call.upgrade", "would replace the code or the admin of " + call.target.text());
    }
    if (!policy.allow_unknown_calls)
      return deny("call.unknown", "what the call to " + call.target.text() + " does is not known");
  }
  return std::nullopt;
}

using Outflow = std::map<AssetName, U256>;

Outflow outflow(const std::string& chain, const Address& account, const Effects& effects) {
  Outflow out;
  const auto add = [&](const std::string& asset, const U256& amount) {
    U256& total = out[{.chain = chain, .asset = asset}];
    total = saturating_add(total, amount);
  };
  for (const auto& transfer : effects.native_transfers) {
    if (transfer.from == account && transfer.to != account && !transfer.amount.is_zero()) add("", transfer.amount);
  }
  for (const auto& transfer : effects.token_transfers) {
    if (transfer.from == account && transfer.to != account) add(asset_text(transfer.token), transfer.amount);
  }
  return out;
}

std::string asset_name(const AssetName& name) { return name.asset.empty() ? "the native coin" : name.asset; }

Decision check_limits(const Policy& policy, const Outflow& outflow) {
  Decision decision;
  for (const auto& [name, amount] : outflow) {
    const auto limit = policy.limits.find(name);
    if (limit == policy.limits.end()) {
      if (policy.allow_unlisted_assets) continue;
      return deny("asset.unlisted", "no limit names " + asset_name(name));
    }
    if (limit->second.per_transaction && amount > *limit->second.per_transaction) {
      return deny("limit.per_transaction", "more of " + asset_name(name) + " than " +
                                               limit->second.per_transaction->decimal() + " in one transaction");
    }
    if (!limit->second.per_day) continue;
    decision.limited.push_back({.chain = name.chain, .asset = name.asset, .amount = amount});
    decision.daily.push_back(*limit->second.per_day);
  }
  return decision;
}

}  // namespace

Decision evaluate(const Policy& policy, const std::string& chain, const Address& account, const Effects& effects) {
  if (auto refusal = check_counterparties(policy, account, effects)) return *std::move(refusal);
  if (auto refusal = check_control(policy, effects)) return *std::move(refusal);
  if (auto refusal = check_calls(policy, effects)) return *std::move(refusal);
  return check_limits(policy, outflow(chain, account, effects));
}

Decision daily_limit_passed(const Spend& spend) {
  return deny("limit.per_day",
              "more of " + asset_name({.chain = spend.chain, .asset = spend.asset}) + " than its daily limit");
}

}  // namespace coffer::signer
