#include "services/signer/policy.h"

#include <gtest/gtest.h>

#include "domain/crypto/keccak.h"

namespace coffer::signer {
namespace {

const std::string kChain = "eip155:1";

evm::Address address(std::uint8_t number) {
  evm::Address out;
  out.bytes.fill(number);
  return out;
}

const evm::Address kAccount = address(0xaa);
const evm::Address kFriend = address(0xbb);
const evm::Address kToken = address(0xcc);

evm::Effects pays(const evm::Address& to, std::uint64_t amount) {
  evm::Effects effects;
  effects.native_transfers.push_back({.from = kAccount, .to = to, .amount = amount});
  effects.targets.push_back(to);
  return effects;
}

evm::Effects pays_token(std::uint64_t amount) {
  evm::Effects effects;
  effects.token_transfers.push_back({.standard = evm::TokenStandard::kErc20,
                                     .token = kToken,
                                     .from = kAccount,
                                     .to = kFriend,
                                     .token_id = {},
                                     .amount = amount});
  effects.targets.push_back(kToken);
  return effects;
}

evm::Effects approves(const U256& amount, bool unlimited) {
  evm::Effects effects;
  effects.approvals.push_back({.kind = evm::Approval::Kind::kAllowance,
                               .token = kToken,
                               .owner = kAccount,
                               .spender = kFriend,
                               .amount = amount,
                               .unlimited = unlimited,
                               .off_chain = false,
                               .deadline = {}});
  return effects;
}

evm::Effects calls(ByteArray<4> selector) {
  evm::Effects effects;
  effects.unknown_calls.push_back({.from = kAccount, .target = kFriend, .selector = selector});
  effects.targets.push_back(kFriend);
  return effects;
}

std::string rule(const Policy& policy, const evm::Effects& effects) {
  return evaluate(policy, kChain, kAccount, effects).rule;
}

Limit at_most(std::optional<U256> per_transaction, std::optional<U256> per_day) {
  return {.per_transaction = per_transaction, .per_day = per_day};
}

TEST(Policy, built_in_lets_any_amount_go) {
  EXPECT_EQ(rule({}, pays(kFriend, ~std::uint64_t{0})), "allowed");
  EXPECT_EQ(rule({}, pays_token(1)), "allowed");
  EXPECT_EQ(rule({}, {}), "allowed");
}

TEST(Policy, built_in_denies_unlimited_approvals) {
  EXPECT_EQ(rule({}, approves(U256::max(), true)), "approval.unlimited");
  EXPECT_EQ(rule({}, approves(5, false)), "allowed");
  EXPECT_EQ(rule({}, approves(0, true)), "allowed") << "revoking an operator";
}

TEST(Policy, trusted_spenders_may_be_approved_without_bound) {
  Policy policy;
  policy.trusted_spenders = {kFriend};
  EXPECT_EQ(rule(policy, approves(U256::max(), true)), "allowed");
}

TEST(Policy, built_in_denies_foreign_code_but_not_its_removal) {
  evm::Effects effects;
  effects.delegations.push_back(
      {.kind = evm::Delegation::Kind::kSetCode, .account = kAccount, .code = kFriend, .chain_id = 1});
  EXPECT_EQ(rule({}, effects), "delegation");
  Policy trusting;
  trusting.trusted_code = {kFriend};
  EXPECT_EQ(rule(trusting, effects), "allowed");
  effects.delegations[0].code = {};
  EXPECT_EQ(rule({}, effects), "allowed");
  effects.delegations[0].kind = evm::Delegation::Kind::kDelegateCall;
  EXPECT_EQ(rule({}, effects), "delegation");
}

TEST(Policy, built_in_denies_upgrades_of_proxies) {
  for (const std::string_view signature :
       {"upgradeTo(address)", "upgradeToAndCall(address,bytes)", "changeAdmin(address)", "upgrade(address,address)",
        "upgradeAndCall(address,address,bytes)", "setImplementation(address)"}) {
    const auto hash = crypto::keccak256(as_bytes(signature));
    EXPECT_EQ(rule({}, calls({hash[0], hash[1], hash[2], hash[3]})), "call.upgrade") << signature;
  }
  EXPECT_EQ(rule({}, calls({1, 2, 3, 4})), "allowed");
}

TEST(Policy, may_deny_calls_that_it_cannot_read_and_contract_creation) {
  Policy policy;
  policy.allow_unknown_calls = false;
  policy.allow_contract_creation = false;
  EXPECT_EQ(rule(policy, calls({1, 2, 3, 4})), "call.unknown");
  evm::Effects creation;
  creation.creates_contract = true;
  EXPECT_EQ(rule(policy, creation), "contract_creation");
  EXPECT_EQ(rule({}, creation), "allowed");
}

TEST(Policy, the_deny_list_holds_for_payees_targets_spenders_and_code) {
  Policy policy;
  policy.deny = {kFriend};
  EXPECT_EQ(rule(policy, pays(kFriend, 1)), "counterparty.denied");
  EXPECT_EQ(rule(policy, pays_token(1)), "counterparty.denied");
  EXPECT_EQ(rule(policy, approves(1, false)), "counterparty.denied");
  EXPECT_EQ(rule(policy, calls({1, 2, 3, 4})), "counterparty.denied");
  EXPECT_EQ(rule(policy, pays(address(1), 1)), "allowed");
}

TEST(Policy, the_allow_list_holds_for_everybody_but_the_account_itself) {
  Policy policy;
  policy.allow = {kFriend};
  EXPECT_EQ(rule(policy, pays(kFriend, 1)), "allowed");
  EXPECT_EQ(rule(policy, pays(kAccount, 0)), "allowed") << "a cancel";
  EXPECT_EQ(rule(policy, pays(address(1), 1)), "counterparty.not_allowed");
  EXPECT_EQ(rule(policy, pays_token(1)), "counterparty.not_allowed") << "the token is called";
}

TEST(Policy, limits_add_up_what_one_transaction_lets_go) {
  Policy policy;
  policy.limits[{.chain = kChain, .asset = ""}] = at_most(10, {});
  evm::Effects effects = pays(kFriend, 6);
  EXPECT_EQ(rule(policy, effects), "allowed");
  effects.native_transfers.push_back({.from = kAccount, .to = address(1), .amount = 5});
  EXPECT_EQ(rule(policy, effects), "limit.per_transaction");
}

TEST(Policy, limits_count_only_what_leaves_the_account) {
  Policy policy;
  policy.limits[{.chain = kChain, .asset = ""}] = at_most(10, {});
  evm::Effects effects = pays(kAccount, 50);
  effects.native_transfers.push_back({.from = kFriend, .to = kAccount, .amount = 50});
  EXPECT_EQ(rule(policy, effects), "allowed");
}

TEST(Policy, limits_belong_to_a_chain_and_an_asset) {
  Policy policy;
  policy.limits[{.chain = kChain, .asset = hex0x(kToken.bytes)}] = at_most(10, {});
  EXPECT_EQ(rule(policy, pays_token(11)), "limit.per_transaction");
  EXPECT_EQ(rule(policy, pays(kFriend, 11)), "allowed");
  EXPECT_EQ(evaluate(policy, "eip155:10", kAccount, pays_token(11)).rule, "allowed");
  policy.allow_unlisted_assets = false;
  EXPECT_EQ(rule(policy, pays(kFriend, 11)), "asset.unlisted");
}

TEST(Policy, hands_daily_limits_on_with_their_bounds) {
  Policy policy;
  policy.limits[{.chain = kChain, .asset = ""}] = at_most({}, 100);
  const Decision decision = evaluate(policy, kChain, kAccount, pays(kFriend, 7));
  EXPECT_TRUE(decision.allowed);
  ASSERT_EQ(decision.limited.size(), 1);
  EXPECT_EQ(decision.limited[0], (Spend{.chain = kChain, .asset = "", .amount = 7}));
  EXPECT_EQ(decision.daily, (std::vector{U256(100)}));
  EXPECT_EQ(daily_limit_passed(decision.limited[0]).rule, "limit.per_day");
}

TEST(PolicyDocument, reads_every_member) {
  const auto policy = parse_policy(R"({
    "version": "2026-01", "allow_unlimited_approvals": true, "allow_delegations": true, "allow_upgrades": true,
    "allow_contract_creation": false, "allow_unknown_calls": false, "allow_unlisted_assets": false,
    "deny": ["0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"], "allow": [], "trusted_spenders": [], "trusted_code": [],
    "limits": [{"network": "ethereum", "per_transaction": "5", "per_day": "9"},
               {"network": "eip155:7", "asset": "0xcccccccccccccccccccccccccccccccccccccccc", "per_day": "1"}]})");
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_TRUE(policy->version.starts_with("2026-01-"));
  EXPECT_EQ(policy->deny, std::set<evm::Address>({kFriend}));
  EXPECT_EQ(policy->limits.at({.chain = "eip155:1", .asset = ""}).per_day, U256(9));
  EXPECT_EQ(policy->limits.at({.chain = "eip155:7", .asset = hex0x(kToken.bytes)}).per_day, U256(1));
  EXPECT_TRUE(policy->allow_upgrades && policy->allow_delegations && policy->allow_unlimited_approvals);
  EXPECT_FALSE(policy->allow_unknown_calls || policy->allow_contract_creation || policy->allow_unlisted_assets);
}

TEST(PolicyDocument, another_text_is_another_version) {
  EXPECT_NE(parse_policy(R"({"allow_upgrades": true})")->version,
            parse_policy(R"({"allow_upgrades": false})")->version);
}

TEST(PolicyDocument, names_the_member_that_is_wrong) {
  const auto field = [](std::string_view text) { return parse_policy(text).error().details.at("field"); };
  EXPECT_EQ(field(R"({"alow": []})"), "alow");
  EXPECT_EQ(field(R"({"allow_upgrades": 1})"), "allow_upgrades");
  EXPECT_EQ(field(R"({"deny": ["0x12"]})"), "deny[0]");
  EXPECT_EQ(field(R"({"limits": [{}]})"), "limits[0].network");
  EXPECT_EQ(field(R"({"limits": [{"network": "nowhere"}]})"), "limits[0].network");
  EXPECT_EQ(field(R"({"limits": [{"network": "ethereum", "per_day": 5}]})"), "limits[0].per_day");
  EXPECT_EQ(field(R"({"limits": [{"network": "ethereum", "per_week": "5"}]})"), "limits[0].per_week");
  EXPECT_EQ(field(R"({"limits": [{"network": "ethereum"}, {"network": "ethereum"}]})"), "limits[1]");
  EXPECT_FALSE(parse_policy("[]"));
  EXPECT_FALSE(parse_policy("{"));
}

}  // namespace
}  // namespace coffer::signer
