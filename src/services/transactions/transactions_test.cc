#include "services/transactions/transactions.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "services/transactions/testing.h"

namespace coffer::transactions {
namespace {

using testing::Bench;
using ::testing::HasSubstr;

constexpr char kReceiver[] = "0x00000000000000000000000000000000000A11cE";
constexpr char kOneEther[] = "1000000000000000000";

/// The service end to end on a chain that mines at once.
class TransactionsTest : public ::testing::Test {
 protected:
  TransactionsTest() {
    sender_ = bench_.account("acc", "ann", 1, kOneEther);
    bench_.up();
  }

  v1::Transaction send(const v1::CreateTransactionRequest& request, const std::string& key = "") {
    const CallContext call = bench_.call("ann", key);
    return bench_.run(bench_.service().create_transaction(call, request));
  }
  Error refused(const v1::CreateTransactionRequest& request, const std::string& key = "",
                const std::string& user = "ann") {
    const CallContext call = bench_.call(user, key);
    auto out = bench_.ask(bench_.service().create_transaction(call, request));
    EXPECT_FALSE(out);
    return out ? Error{} : out.error();
  }
  v1::CreateTransactionRequest transfer(const std::string& amount) { return bench_.transfer("acc", kReceiver, amount); }

  Bench bench_;
  evm::Address sender_;
};

TEST_F(TransactionsTest, sends_and_confirms) {
  v1::CreateTransactionRequest request = transfer("1000");
  request.set_wait("confirmed");
  const v1::Transaction done = send(request);
  EXPECT_EQ(done.status(), "confirmed");
  EXPECT_EQ(done.nonce(), 0);
  EXPECT_GE(done.confirmations(), 1);
  EXPECT_EQ(done.attempts_size(), 1);
  EXPECT_NE(done.fee_paid(), "");
  EXPECT_EQ(bench_.balance(kReceiver), U256(1000));
}

TEST_F(TransactionsTest, sends_many_in_order_each_once) {
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(send(transfer("1")).id());
  for (const std::string& id : ids) EXPECT_EQ(bench_.wait("ann", id, "confirmed").status(), "confirmed");
  EXPECT_EQ(bench_.balance(kReceiver), U256(100));
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 100U);
}

TEST_F(TransactionsTest, finds_a_transaction_by_the_hash_of_an_attempt) {
  const v1::Transaction done = bench_.wait("ann", send(transfer("1")).id(), "confirmed");
  EXPECT_EQ(bench_.get("ann", done.hash()).id(), done.id());
}

TEST_F(TransactionsTest, answers_the_same_key_with_the_same_intent) {
  const v1::Transaction first = send(transfer("7"), "k");
  EXPECT_EQ(send(transfer("7"), "k").id(), first.id());
  EXPECT_EQ(refused(transfer("8"), "k").code, ErrorCode::kConflict);
  bench_.wait("ann", first.id(), "confirmed");
  EXPECT_EQ(bench_.balance(kReceiver), U256(7));
}

TEST_F(TransactionsTest, shows_a_stranger_nothing) {
  const v1::Transaction mine = send(transfer("1"));
  const CallContext stranger = bench_.call("bob");
  v1::GetTransactionRequest request;
  request.set_transaction_id(mine.id());
  const auto theirs = bench_.ask(bench_.service().get_transaction(stranger, request));
  request.set_transaction_id("00000000-0000-7000-8000-000000000000");
  const auto unknown = bench_.ask(bench_.service().get_transaction(stranger, request));
  ASSERT_FALSE(theirs);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(theirs.error(), unknown.error());
}

TEST_F(TransactionsTest, treats_a_strangers_account_as_unknown) {
  const Error error = refused(transfer("1"), "", "bob");
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.details.at("field"), "account_id");
}

TEST_F(TransactionsTest, says_what_is_missing) {
  const Error error = refused(transfer("2000000000000000000"));
  EXPECT_EQ(error.code, ErrorCode::kInsufficientFunds);
  EXPECT_EQ(error.details.at("available"), kOneEther);
  EXPECT_GT(*U256::parse_decimal(error.details.at("needed")), *U256::parse_decimal("2000000000000000000"));
}

TEST_F(TransactionsTest, counts_what_is_under_way_as_spent) {
  bench_.node("evm_setAutomine", "[false]");
  send(transfer("600000000000000000"));
  EXPECT_EQ(refused(transfer("600000000000000000")).code, ErrorCode::kInsufficientFunds);
  bench_.node("evm_setAutomine", "[true]");
}

TEST_F(TransactionsTest, lets_parallel_requests_not_spend_the_same_money) {
  const CallContext call = bench_.call("ann");
  std::vector<std::future<Result<v1::Transaction>>> answers;
  for (int i = 0; i < 4; ++i) {
    answers.push_back(bench_.begin(bench_.service().create_transaction(call, transfer("600000000000000000"))));
  }
  int accepted = 0;
  for (auto& answer : answers) accepted += answer.get() ? 1 : 0;
  EXPECT_EQ(accepted, 1);
}

TEST_F(TransactionsTest, waits_for_funds_where_that_was_asked_and_goes_on_when_they_are_there) {
  v1::CreateTransactionRequest request = transfer("2000000000000000000");
  request.set_wait_for_funds(true);
  const v1::Transaction waiting = send(request);
  EXPECT_EQ(waiting.status(), "queued");
  v1::GetTransactionRequest why;
  why.set_transaction_id(waiting.id());
  const CallContext call = bench_.call("ann");
  EXPECT_THAT(bench_.run(bench_.service().explain_transaction(call, why)).reason(), HasSubstr("missing"));
  bench_.node("anvil_setBalance", R"([")" + sender_.text() + R"(","0x8ac7230489e80000"])");
  bench_.node("anvil_mine", "[\"0x1\"]");
  EXPECT_EQ(bench_.wait("ann", waiting.id(), "confirmed").status(), "confirmed");
}

TEST_F(TransactionsTest, keeps_what_the_policy_denies) {
  bench_.signer().forbidden = evm::Address::parse(kReceiver).value();
  const Error error = refused(transfer("1"), "k");
  EXPECT_EQ(error.code, ErrorCode::kPolicyDenied);
  EXPECT_EQ(error.details.at("rule"), "deny_list");
  EXPECT_EQ(bench_.get("ann", error.details.at("transaction_id")).status(), "rejected");
  EXPECT_EQ(refused(transfer("1"), "k").details.at("transaction_id"), error.details.at("transaction_id"));
}

TEST_F(TransactionsTest, changes_nothing_when_only_validating) {
  v1::CreateTransactionRequest request = transfer("1");
  request.set_validate_only(true);
  EXPECT_EQ(send(request).id(), "");
  const CallContext call = bench_.call("ann");
  EXPECT_EQ(bench_.run(bench_.service().list_transactions(call, {})).transactions_size(), 0);
}

TEST_F(TransactionsTest, refuses_a_call_that_would_revert_unless_gas_is_given) {
  v1::CreateTransactionRequest request;
  request.set_account_id("acc");
  request.set_data("0x60006000fd");  // init code: revert
  const Error error = refused(request);
  EXPECT_EQ(error.code, ErrorCode::kValidation);
  EXPECT_THAT(error.message, HasSubstr("revert"));
  request.set_gas_limit(100'000);
  const v1::Transaction sent = send(request);
  const v1::Transaction done = bench_.wait("ann", sent.id(), "confirmed");
  EXPECT_EQ(done.status(), "failed");
  EXPECT_EQ(done.error().code(), "REVERTED");
}

TEST_F(TransactionsTest, creates_a_contract) {
  v1::CreateTransactionRequest request;
  request.set_account_id("acc");
  request.set_data("0x600a600c600039600a6000f3602a60005260206000f3");
  const v1::Transaction done = bench_.wait("ann", send(request).id(), "confirmed");
  EXPECT_EQ(done.status(), "confirmed");
  EXPECT_EQ(done.contract_address().size(), 42U);
}

TEST_F(TransactionsTest, gives_the_receipt_as_the_chain_gave_it) {
  const v1::Transaction done = bench_.wait("ann", send(transfer("1")).id(), "confirmed");
  v1::GetTransactionRequest request;
  request.set_transaction_id(done.id());
  const CallContext call = bench_.call("ann");
  const auto receipt = nlohmann::json::parse(bench_.run(bench_.service().get_receipt(call, request)).body());
  EXPECT_EQ(receipt, nlohmann::json::parse(bench_.node("eth_getTransactionReceipt", "[\"" + done.hash() + "\"]")));
}

TEST_F(TransactionsTest, lists_newest_first_in_pages) {
  for (int i = 0; i < 5; ++i) send(transfer("1"));
  const CallContext call = bench_.call("ann");
  v1::ListTransactionsRequest request;
  request.set_page_size(3);
  const auto first = bench_.run(bench_.service().list_transactions(call, request));
  ASSERT_EQ(first.transactions_size(), 3);
  EXPECT_GT(first.transactions(0).id(), first.transactions(1).id());
  request.set_page_token(first.next_page_token());
  const auto second = bench_.run(bench_.service().list_transactions(call, request));
  EXPECT_EQ(second.transactions_size(), 2);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(TransactionsTest, records_a_batch_whole_or_not_at_all) {
  v1::CreateTransactionsRequest request;
  *request.add_transactions() = transfer("1");
  *request.add_transactions() = transfer("not a number");
  const CallContext call = bench_.call("ann", "batch");
  const auto broken = bench_.ask(bench_.service().create_transactions(call, request));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().details.at("field"), "transactions[1].amount");
  request.mutable_transactions(1)->set_amount("2");
  const auto stored = bench_.run(bench_.service().create_transactions(call, request));
  ASSERT_EQ(stored.transactions_size(), 2);
  bench_.wait("ann", stored.transactions(1).id(), "confirmed");
  EXPECT_EQ(bench_.balance(kReceiver), U256(3));
}

TEST_F(TransactionsTest, signs_and_verifies_messages) {
  const CallContext call = bench_.call("ann");
  v1::SignMessageRequest request;
  request.set_account_id("acc");
  request.set_message("0x68656c6c6f");  // text, although it looks like hex
  const auto made = bench_.run(bench_.service().sign_message(call, request));
  v1::VerifyMessageRequest check;
  check.set_address(sender_.text());
  check.set_message("0x68656c6c6f");
  check.set_signature(made.signature());
  EXPECT_TRUE(bench_.run(bench_.service().verify_message(call, check)).valid());
  check.set_message("hello");
  EXPECT_FALSE(bench_.run(bench_.service().verify_message(call, check)).valid());
}

TEST_F(TransactionsTest, signs_for_others_to_send_and_sees_it_mined) {
  v1::SignTransactionRequest request;
  *request.mutable_transaction() = transfer("5");
  const CallContext call = bench_.call("ann");
  const auto made = bench_.run(bench_.service().sign_transaction(call, request));
  EXPECT_EQ(made.transaction().status(), "signed");
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 0U);
  bench_.node("eth_sendRawTransaction", "[\"" + hex0x(as_bytes(made.raw())) + "\"]");
  EXPECT_EQ(bench_.wait("ann", made.transaction().id(), "confirmed").status(), "confirmed");
}

class ImpatientTransactionsTest : public TransactionsTest {
 protected:
  ImpatientTransactionsTest() {
    bench_.down();
    bench_.settings.lanes.owner_patience = std::chrono::milliseconds(500);
    bench_.up();
  }
};

TEST_F(ImpatientTransactionsTest, a_signed_transaction_that_nobody_sends_does_not_jam_those_behind_it) {
  const CallContext call = bench_.call("ann");
  v1::SignTransactionRequest request;
  *request.mutable_transaction() = bench_.transfer("acc", kReceiver, "7");
  const auto kept = bench_.run(bench_.service().sign_transaction(call, request));
  const auto behind = bench_.run(bench_.service().create_transaction(call, bench_.transfer("acc", kReceiver, "2")));
  EXPECT_EQ(bench_.wait("ann", behind.id(), "confirmed").status(), "confirmed");
  EXPECT_EQ(bench_.wait("ann", kept.transaction().id(), "confirmed").status(), "expired");
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 2U);
  EXPECT_EQ(bench_.balance(kReceiver), U256(2));
}

}  // namespace
}  // namespace coffer::transactions
