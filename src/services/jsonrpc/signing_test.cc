#include <gmock/gmock.h>

#include "domain/crypto/secp256k1.h"
#include "domain/evm/transaction.h"
#include "services/jsonrpc/testing.h"

namespace coffer::jsonrpc {
namespace {

using nlohmann::json;
using testing::alices_address;
using ::testing::HasSubstr;
using testing::kSomebody;

constexpr char kHash[] = "0x00000000000000000000000000000000000000000000000000000000000000aa";

class SigningTest : public testing::JsonRpcTest {
 protected:
  SigningTest() {
    transactions::v1::Transaction made;
    made.set_id("t1");
    made.set_status("signed");
    made.set_hash(kHash);
    transactions_.created = made;
    transactions_.signed_raw = std::string("\x02\x01");
    chains_.reads["eth_getTransactionCount"] = "\"0x5\"";
  }

  static json transfer() { return {{"from", alices_address().text()}, {"to", kSomebody}, {"value", "0x5"}}; }
  json send(const json& transaction) { return ask("eth_sendTransaction", json::array({transaction})); }
};

TEST_F(SigningTest, sending_is_an_intent_of_the_user_and_answers_its_hash) {
  EXPECT_EQ(send(transfer()).at("result"), kHash);
  ASSERT_EQ(transactions_.asked.size(), 1U);
  EXPECT_EQ(transactions_.asked[0].account_id(), "a1");
  EXPECT_EQ(transactions_.asked[0].to(), kSomebody);
  EXPECT_EQ(transactions_.asked[0].amount(), "5");
  EXPECT_EQ(transactions_.asked[0].wait(), "signed");
  EXPECT_TRUE(transactions_.callers[0].principal.is_user("alice"));
  EXPECT_EQ(transactions_.callers[0].idempotency_key, "");
}

TEST_F(SigningTest, waits_no_longer_than_the_caller_does) {
  call_.deadline = clock_.now() + std::chrono::seconds(6);
  send(transfer());
  EXPECT_EQ(transactions_.asked.at(0).timeout(), "5000ms");
}

TEST_F(SigningTest, what_is_not_signed_yet_says_not_to_send_it_again) {
  transactions_.created->clear_hash();
  transactions_.created->set_status("queued");
  const json response = send(transfer());
  EXPECT_EQ(code_of(response), -32002);
  EXPECT_THAT(response.at("error").at("message").get<std::string>(), HasSubstr("do not send it again"));
  EXPECT_EQ(response.at("error").at("data").at("transaction_id"), "t1");
}

TEST_F(SigningTest, nothing_is_signed_for_an_address_of_somebody_else) {
  wallets_.add("bob", "b1", *evm::Address::parse(kSomebody));
  const json theirs{{"from", kSomebody}, {"to", alices_address().text()}, {"value", "0x1"}};
  EXPECT_EQ(code_of(send(theirs)), -32001);
  EXPECT_EQ(code_of(ask("eth_signTransaction", json::array({theirs}))), -32001);
  EXPECT_EQ(code_of(ask("personal_sign", {"0x1234", kSomebody})), -32001);
  EXPECT_TRUE(transactions_.callers.empty());
}

TEST_F(SigningTest, a_nonce_must_be_the_next_one) {
  json transaction = transfer();
  transaction["nonce"] = "0x5";
  EXPECT_EQ(send(transaction).at("result"), kHash);
  for (const char* nonce : {"0x4", "0x6"}) {
    transaction["nonce"] = nonce;
    EXPECT_EQ(code_of(send(transaction)), -32602);
  }
  EXPECT_EQ(transactions_.asked.size(), 1U);
}

TEST_F(SigningTest, a_chain_id_must_be_that_of_the_network) {
  json transaction = transfer();
  transaction["chainId"] = "0x7a69";
  EXPECT_TRUE(send(transaction).contains("result"));
  transaction["chainId"] = "0x1";
  EXPECT_EQ(code_of(send(transaction)), -32602);
}

TEST_F(SigningTest, what_would_revert_is_refused_with_the_data_of_the_contract) {
  transactions_.created = fail(invalid("the call would revert: NotEnough()").with("reason", "NotEnough()"));
  chains_.errors["eth_estimateGas"] = R"({"code":3,"message":"execution reverted","data":"0xadb9e043"})";
  const json error = send(transfer()).at("error");
  EXPECT_EQ(error, (json{{"code", 3}, {"message", "execution reverted: NotEnough()"}, {"data", "0xadb9e043"}}));
  EXPECT_EQ(json::parse(chains_.forwarded.back().params_json()),
            json::array({{{"from", alices_address().text()}, {"to", kSomebody}, {"value", "0x5"}}}));
}

TEST_F(SigningTest, missing_funds_are_said_in_the_words_of_nodes) {
  transactions_.created = fail(Error{ErrorCode::kInsufficientFunds, "the account has too little", {{"needed", "9"}}});
  const json error = send(transfer()).at("error");
  EXPECT_EQ(error.at("code"), -32000);
  EXPECT_THAT(error.at("message").get<std::string>(), HasSubstr("insufficient funds"));
  EXPECT_EQ(error.at("data").at("needed"), "9");
}

TEST_F(SigningTest, signing_a_transaction_answers_its_bytes) {
  EXPECT_EQ(ask("eth_signTransaction", json::array({transfer()})).at("result"), "0x0201");
  EXPECT_TRUE(transactions_.callers.at(0).principal.is_user("alice"));
}

TEST_F(SigningTest, signs_a_message_given_as_hex_or_as_text) {
  const std::string from = alices_address().text();
  EXPECT_EQ(ask("personal_sign", {"0x68656c6c6f", from}).at("result"), "0xabcd");
  ask("personal_sign", {"hello", from});
  ask("personal_sign", {"0xhello", from});
  ask("personal_sign", {"0xff", from});
  ASSERT_EQ(transactions_.messages.size(), 4U);
  for (const auto& message : transactions_.messages) EXPECT_EQ(message.account_id(), "a1");
  EXPECT_EQ(transactions_.messages[0].message_hex(), "0x68656c6c6f");
  EXPECT_FALSE(transactions_.messages[0].has_message());
  EXPECT_EQ(transactions_.messages[1].message(), "hello");
  EXPECT_EQ(transactions_.messages[2].message(), "0xhello");
  EXPECT_EQ(transactions_.messages[3].message_hex(), "0xff");
  EXPECT_EQ(code_of(ask("personal_sign", {from})), -32602);
  EXPECT_EQ(code_of(ask("personal_sign", {5, from})), -32602);
}

TEST_F(SigningTest, signs_typed_data_of_this_chain) {
  json typed{{"types", {{"A", {{{"name", "n"}, {"type", "uint256"}}}}}},
             {"primaryType", "A"},
             {"domain", {{"chainId", 31337}}},
             {"message", {{"n", "5"}}}};
  const std::string from = alices_address().text();
  EXPECT_EQ(ask("eth_signTypedData_v4", {from, typed.dump()}).at("result"), "0xabcd");
  EXPECT_EQ(json::parse(transactions_.messages.at(0).typed_data()), typed);
  EXPECT_FALSE(transactions_.messages[0].has_message());
  EXPECT_TRUE(ask("eth_signTypedData_v4", {from, typed}).contains("result"));
  typed["domain"]["chainId"] = 1;
  EXPECT_EQ(code_of(ask("eth_signTypedData_v4", {from, typed})), -32602);
}

/// Bytes that alice's account has signed, below the seam of this service.
class RawTransactionTest : public SigningTest {
 protected:
  RawTransactionTest() {
    crypto::secp256k1::Context context{Secret<32>()};
    Secret<32> key;
    key.expose_mutable()[31] = 7;
    evm::Transaction transaction;
    transaction.chain_id = 31337;
    transaction.to = *evm::Address::parse(kSomebody);
    transaction.gas_limit = 21000;
    const auto signature = context.sign(key, evm::signing_hash(transaction).bytes).value();
    const auto made = evm::attach_signature(transaction, evm::signature_of(signature).value()).value();
    raw_ = evm::encode(made);
    hash_ = evm::transaction_hash(raw_).text();
    sender_ = *evm::recover_sender(made);
    chains_.broadcast_result.set_verdict(chains::v1::VERDICT_ACCEPTED);
  }

  void signed_here(const std::string& network = "ethereum") {
    wallets_.add("alice", "a7", sender_);
    transactions_.by_hash[hash_].set_network(network);
  }
  json send_raw(const std::string& text) { return ask("eth_sendRawTransaction", json::array({text})); }
  json send_raw() { return send_raw(hex0x(raw_)); }

  Bytes raw_;
  std::string hash_;
  evm::Address sender_;
};

TEST_F(RawTransactionTest, sends_what_was_signed_here) {
  signed_here();
  EXPECT_EQ(send_raw().at("result"), hash_);
  ASSERT_EQ(chains_.broadcasts.size(), 1U);
  EXPECT_EQ(to_bytes(chains_.broadcasts[0]), raw_);
  EXPECT_TRUE(transactions_.callers.at(0).principal.is_user("alice"));
}

TEST_F(RawTransactionTest, refuses_what_was_signed_elsewhere) {
  EXPECT_EQ(code_of(send_raw()), -32602);
  wallets_.add("alice", "a7", sender_);
  EXPECT_EQ(code_of(send_raw()), -32602);
  signed_here("polygon");
  EXPECT_EQ(code_of(send_raw()), -32602);
  EXPECT_TRUE(chains_.broadcasts.empty());
}

TEST_F(RawTransactionTest, refuses_what_is_no_transaction) {
  for (const char* text : {"", "0x", "0x02", "02c0", "0xzz"}) EXPECT_EQ(code_of(send_raw(text)), -32602) << text;
}

TEST_F(RawTransactionTest, a_refusal_of_the_nodes_comes_in_their_words) {
  signed_here();
  chains_.broadcast_result.set_verdict(chains::v1::VERDICT_NONCE_TOO_LOW);
  auto* answer = chains_.broadcast_result.add_answers();
  answer->set_verdict(chains::v1::VERDICT_NONCE_TOO_LOW);
  answer->set_message("nonce too low");
  EXPECT_EQ(send_raw().at("error").at("message"), "nonce too low");
}

TEST_F(RawTransactionTest, a_send_whose_answer_is_unknown_counts_as_sent) {
  signed_here();
  chains_.broadcast_result.set_verdict(chains::v1::VERDICT_UNKNOWN);
  EXPECT_EQ(send_raw().at("result"), hash_);
}

}  // namespace
}  // namespace coffer::jsonrpc
