#include <gtest/gtest.h>

#include "domain/evm/eip191.h"
#include "domain/evm/erc20.h"
#include "domain/evm/signature.h"
#include "services/signer/signer_fixture.h"

namespace coffer::signer {
namespace {

class SignerEvm : public SignerOnEveryEngine {
 protected:
  SignerEvm() { import_test_seed(); }

  static evm::Transaction of_type(evm::TransactionType type) {
    evm::Transaction out = payment(5);
    out.type = type;
    const bool has_gas_price = type == evm::TransactionType::kLegacy || type == evm::TransactionType::kAccessList;
    if (has_gas_price) {
      out.gas_price = out.max_fee_per_gas;
      out.max_fee_per_gas = {};
      out.max_priority_fee_per_gas = {};
    }
    return out;
  }

  static evm::Transaction token_call(Bytes data) {
    evm::Transaction out = payment(0);
    out.data = std::move(data);
    return out;
  }

  static Policy with_limit(std::optional<U256> per_transaction, std::optional<U256> per_day) {
    Policy policy;
    policy.limits[{.chain = "eip155:31337", .asset = ""}] = {.per_transaction = per_transaction, .per_day = per_day};
    return policy;
  }

  Result<v1::SignEvmMessageReply> sign_message(auto fill) {
    v1::SignEvmMessageRequest request;
    *request.mutable_key() = reference();
    request.set_from(std::string(kTestAccount));
    request.set_intent_id("intent");
    fill(request);
    return run(signer_->sign_evm_message(call_, std::move(request)));
  }
};

TEST_P(SignerEvm, signs_the_example_of_eip_155) {
  v1::CreateKeyRequest key;
  key.set_key_id("example");
  key.set_private_key(std::string(32, '\x46'));
  ASSERT_TRUE(create(std::move(key)));
  v1::SignEvmTransactionRequest request = signing(payment(0));
  request.mutable_key()->set_key_id("example");
  request.mutable_key()->set_path("");
  request.set_from("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
  request.set_network("ethereum");
  const Bytes unsigned_bytes =
      parse_hex("ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080").value();
  request.set_unsigned_transaction(std::string(as_text(unsigned_bytes)));
  EXPECT_EQ(
      hex(as_bytes(sign(request)->raw())),
      "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe"
      "537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
}

TEST_P(SignerEvm, what_it_signs_is_what_it_was_given_and_recovers_to_the_account) {
  for (const auto type :
       {evm::TransactionType::kLegacy, evm::TransactionType::kAccessList, evm::TransactionType::kDynamicFee}) {
    const evm::Transaction transaction = of_type(type);
    const auto reply = sign(signing(transaction)).value();
    const auto decoded = evm::decode_transaction(as_bytes(reply.raw())).value();
    EXPECT_EQ(decoded.transaction, transaction);
    EXPECT_EQ(evm::recover_sender(decoded)->text(), kTestAccount);
    EXPECT_EQ(evm::transaction_hash(decoded).text(), reply.hash());
  }
}

TEST_P(SignerEvm, tells_the_effects_and_the_rule_with_the_signature) {
  const auto verdict = sign(signing(payment(5)))->verdict();
  EXPECT_TRUE(verdict.allowed());
  EXPECT_EQ(verdict.rule(), "allowed");
  EXPECT_EQ(verdict.policy_version(), "builtin-1");
  ASSERT_EQ(verdict.transfers_size(), 1);
  EXPECT_EQ(verdict.transfers(0).amount(), "5");
  EXPECT_EQ(verdict.transfers(0).to(), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
}

TEST_P(SignerEvm, refuses_an_account_that_is_not_the_keys_own) {
  v1::SignEvmTransactionRequest request = signing(payment(5));
  request.set_from("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
  EXPECT_EQ(sign(request).error().details.at("field"), "from");
}

TEST_P(SignerEvm, another_owner_signs_nothing_even_while_the_key_is_cached) {
  ASSERT_TRUE(sign(signing(payment(5))));
  v1::SignEvmTransactionRequest request = signing(payment(5));
  request.mutable_key()->set_owner("thief");
  EXPECT_EQ(sign(request).error().code, ErrorCode::kNotFound);
}

TEST_P(SignerEvm, refuses_bytes_that_are_signed_cut_or_followed_by_others) {
  const std::string good = signing(payment(5)).unsigned_transaction();
  const std::string already_signed = sign(signing(payment(5)))->raw();
  for (const std::string& bytes : {good + '\0', good.substr(0, good.size() - 1), std::string("\x02"), already_signed}) {
    v1::SignEvmTransactionRequest request = signing(payment(5));
    request.set_unsigned_transaction(bytes);
    EXPECT_EQ(sign(request).error().code, ErrorCode::kValidation);
  }
}

TEST_P(SignerEvm, binds_every_transaction_to_the_chain_of_its_request) {
  v1::SignEvmTransactionRequest request = signing(payment(5));
  request.set_network("ethereum");
  EXPECT_EQ(rule_of(request), "chain.other");
  evm::Transaction unbound = of_type(evm::TransactionType::kLegacy);
  unbound.chain_id.reset();
  EXPECT_EQ(rule_of(signing(unbound)), "chain.unbound");
  request.set_network("nowhere");
  EXPECT_EQ(sign(request).error().details.at("field"), "network");
}

TEST_P(SignerEvm, cancels_and_fillers_carry_nothing) {
  v1::SignEvmTransactionRequest request = signing(payment(5));
  request.set_attempt_kind("cancel");
  EXPECT_EQ(rule_of(request), "attempt.not_empty");
  evm::Transaction nothing = payment(0);
  nothing.to = evm::Address::parse(kTestAccount).value();
  for (const std::string kind : {"cancel", "filler"}) {
    v1::SignEvmTransactionRequest empty = signing(nothing);
    empty.set_attempt_kind(kind);
    EXPECT_EQ(rule_of(empty), "signed");
  }
}

TEST_P(SignerEvm, denies_unlimited_approvals_and_tells_the_spender) {
  const evm::Address spender = evm::Address::parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8").value();
  EXPECT_EQ(rule_of(signing(token_call(evm::erc20::approve(spender, U256::max())))), "approval.unlimited");
  const auto bounded = sign(signing(token_call(evm::erc20::approve(spender, 7)))).value();
  ASSERT_EQ(bounded.verdict().approvals_size(), 1);
  EXPECT_EQ(bounded.verdict().approvals(0).amount(), "7");
  EXPECT_EQ(bounded.verdict().approvals(0).spender(), spender.text());
}

TEST_P(SignerEvm, denies_code_that_would_take_over_the_account) {
  evm::Transaction transaction = payment(0);
  transaction.type = evm::TransactionType::kSetCode;
  transaction.authorization_list.push_back(
      {.authorization = {.chain_id = 31337, .address = *transaction.to, .nonce = 4},
       .signature = {.r = 1, .s = 1, .y_parity = 0}});
  EXPECT_EQ(rule_of(signing(transaction)), "delegation");
  Policy trusting;
  trusting.trusted_code = {*transaction.to};
  restart(trusting);
  EXPECT_EQ(rule_of(signing(transaction)), "signed");
}

TEST_P(SignerEvm, holds_the_limits_of_a_transaction_and_of_a_day) {
  restart(with_limit(60, 100));
  EXPECT_EQ(rule_of(signing(payment(61), "i1")), "limit.per_transaction");
  EXPECT_EQ(rule_of(signing(payment(60), "i2")), "signed");
  EXPECT_EQ(rule_of(signing(payment(60), "i2")), "signed") << "a bump of the same intent";
  EXPECT_EQ(rule_of(signing(payment(41), "i3")), "limit.per_day");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(rule_of(signing(payment(41), "i3")), "signed");
}

TEST_P(SignerEvm, evaluates_without_signing_or_counting) {
  restart(with_limit({}, 100));
  v1::EvaluatePolicyRequest request;
  request.set_owner("owner");
  request.set_from(std::string(kTestAccount));
  request.set_network("devnet");
  request.set_to("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
  request.set_value("100");
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(run(signer_->evaluate_policy(call_, request))->allowed());
  request.set_value("101");
  EXPECT_EQ(run(signer_->evaluate_policy(call_, request))->rule(), "limit.per_day");
  request.clear_to();
  EXPECT_TRUE(run(signer_->evaluate_policy(call_, request))->creates_contract());
}

TEST_P(SignerEvm, signs_personal_messages_as_text_even_when_they_look_like_hex) {
  for (const std::string message : {"hello", "0x68656c6c6f", ""}) {
    const auto reply = sign_message([&](auto& request) { request.set_message(message); });
    const auto signer =
        evm::recover_signer(evm::personal_message_hash(as_bytes(message)), as_bytes(reply->signature()));
    EXPECT_EQ(signer->text(), kTestAccount);
  }
}

TEST_P(SignerEvm, takes_exactly_one_of_message_and_typed_data) {
  EXPECT_EQ(sign_message([](auto&) {}).error().details.at("field"), "message");
  EXPECT_FALSE(sign_message([](auto& request) {
    request.set_message("x");
    request.set_typed_data_json("{}");
  }));
}

constexpr std::string_view kPermit = R"({
  "types": {"Permit": [{"name":"owner","type":"address"},{"name":"spender","type":"address"},
                       {"name":"value","type":"uint256"},{"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]},
  "primaryType": "Permit",
  "domain": {"name":"Token","version":"1","chainId":31337,"verifyingContract":"0x5FbDB2315678afecb367f032d93F642f64180aa3"},
  "message": {"owner":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","spender":"0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
              "value":"VALUE","nonce":0,"deadline":"99999999999"}})";

std::string permit(const U256& value) {
  std::string text(kPermit);
  return text.replace(text.find("VALUE"), 5, value.decimal());
}

TEST_P(SignerEvm, reads_the_approval_inside_typed_data) {
  const auto bounded = sign_message([](auto& request) { request.set_typed_data_json(permit(7)); });
  ASSERT_TRUE(bounded) << bounded.error().message;
  ASSERT_EQ(bounded->verdict().approvals_size(), 1);
  EXPECT_EQ(bounded->verdict().approvals(0).amount(), "7");
  const auto unlimited = sign_message([](auto& request) { request.set_typed_data_json(permit(U256::max())); });
  EXPECT_EQ(unlimited.error().details.at("rule"), "approval.unlimited");
}

TEST_P(SignerEvm, refuses_typed_data_that_breaks_its_own_types) {
  const auto refused = sign_message([](auto& request) { request.set_typed_data_json(R"({"types":{}})"); });
  EXPECT_EQ(refused.error().code, ErrorCode::kValidation);
}

COFFER_ON_EVERY_ENGINE(SignerEvm);

}  // namespace
}  // namespace coffer::signer
