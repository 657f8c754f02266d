#include <gmock/gmock.h>

#include <thread>

#include "services/transactions/testing.h"

/// The life of lanes on a real node: what goes wrong, and what becomes of it.
namespace coffer::transactions {
namespace {

using testing::Bench;
using ::testing::HasSubstr;

constexpr char kReceiver[] = "0x00000000000000000000000000000000000A11cE";
constexpr char kTenEther[] = "10000000000000000000";

class LanesTest : public ::testing::Test {
 protected:
  explicit LanesTest(std::vector<std::string> arguments = {"--no-mining"}, std::uint64_t confirmations = 1)
      : bench_(std::move(arguments), confirmations) {
    sender_ = bench_.account("acc", "ann", 1, kTenEther);
    bench_.up();
  }

  std::string send(const std::string& amount = "1") {
    const CallContext call = bench_.call("ann");
    return bench_.run(bench_.service().create_transaction(call, bench_.transfer("acc", kReceiver, amount))).id();
  }
  v1::Transaction cancel(const std::string& id) {
    v1::CancelTransactionRequest request;
    request.set_transaction_id(id);
    const CallContext call = bench_.call("ann");
    return bench_.run(bench_.service().cancel_transaction(call, request));
  }
  v1::Explanation explain(const std::string& id) {
    v1::GetTransactionRequest request;
    request.set_transaction_id(id);
    const CallContext call = bench_.call("ann");
    return bench_.run(bench_.service().explain_transaction(call, request));
  }
  void mine(int blocks = 1) {
    for (int i = 0; i < blocks; ++i) bench_.node("evm_mine", "[]");
  }
  std::string status_when_mined(const std::string& id) {
    bench_.wait("ann", id, "submitted");
    mine();
    return bench_.wait("ann", id, "confirmed").status();
  }

  Bench bench_;
  evm::Address sender_;
};

TEST_F(LanesTest, speeds_up_by_at_least_ten_percent) {
  const std::string id = send();
  bench_.wait("ann", id, "submitted");
  v1::SpeedUpTransactionRequest request;
  request.set_transaction_id(id);
  const CallContext call = bench_.call("ann");
  const auto faster = bench_.run(bench_.service().speed_up_transaction(call, request));
  ASSERT_EQ(faster.attempts_size(), 2);
  EXPECT_EQ(faster.attempts(1).kind(), "bump");
  const U256 before = *U256::parse_decimal(faster.attempts(0).max_fee_per_gas());
  EXPECT_GE(*U256::parse_decimal(faster.attempts(1).max_fee_per_gas()), scaled_up(before, 110, 100));
  EXPECT_EQ(status_when_mined(id), "confirmed");
  EXPECT_EQ(bench_.balance(kReceiver), U256(1));
}

TEST_F(LanesTest, cancels_in_a_race_that_the_empty_transaction_wins) {
  const std::string id = send();
  bench_.wait("ann", id, "submitted");
  EXPECT_EQ(cancel(id).status(), "submitted");
  EXPECT_THAT(explain(id).reason(), HasSubstr("race"));
  EXPECT_EQ(status_when_mined(id), "cancelled");
  EXPECT_EQ(bench_.balance(kReceiver), U256(0));
}

TEST_F(LanesTest, refuses_to_touch_what_is_final) {
  const std::string id = send();
  EXPECT_EQ(status_when_mined(id), "confirmed");
  v1::CancelTransactionRequest request;
  request.set_transaction_id(id);
  const CallContext call = bench_.call("ann");
  const auto out = bench_.ask(bench_.service().cancel_transaction(call, request));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ErrorCode::kConflict);
}

TEST_F(LanesTest, expires_after_a_send_through_a_cancel) {
  v1::CreateTransactionRequest request = bench_.transfer("acc", kReceiver, "1");
  const auto in_a_second = std::chrono::system_clock::now() + std::chrono::seconds(1);
  request.mutable_valid_until()->set_seconds(std::chrono::system_clock::to_time_t(in_a_second) + 1);
  const CallContext call = bench_.call("ann");
  const std::string id = bench_.run(bench_.service().create_transaction(call, request)).id();
  bench_.wait("ann", id, "submitted");
  while (bench_.get("ann", id).attempts_size() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(status_when_mined(id), "expired");
}

TEST_F(LanesTest, goes_on_after_a_crash_with_the_same_bytes) {
  const std::string id = send();
  const std::string hash = bench_.wait("ann", id, "submitted").hash();
  bench_.down();
  bench_.node("anvil_dropTransaction", "[\"" + hash + "\"]");
  bench_.up();
  for (int look = 0; look < 200 && bench_.node("eth_getTransactionByHash", "[\"" + hash + "\"]") == "null"; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  EXPECT_EQ(status_when_mined(id), "confirmed");
  EXPECT_EQ(bench_.get("ann", id).hash(), hash);
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 1U);
}

TEST_F(LanesTest, takes_another_nonce_only_when_a_foreign_use_is_final) {
  bench_.signer().away = true;
  const std::string id = send();
  bench_.node("anvil_impersonateAccount", "[\"" + sender_.text() + "\"]");
  bench_.node("eth_sendTransaction", R"([{"from":")" + sender_.text() +
                                         R"(","to":"0x000000000000000000000000000000000000bEEF","value":"0x9"}])");
  mine();
  bench_.signer().away = false;
  const v1::Transaction sent = bench_.wait("ann", id, "submitted");
  EXPECT_EQ(sent.nonce(), 1);
  EXPECT_EQ(status_when_mined(id), "confirmed");
  EXPECT_EQ(bench_.balance(kReceiver), U256(1));
}

TEST_F(LanesTest, explains_that_the_signer_is_away) {
  bench_.signer().away = true;
  const std::string id = send();
  for (int look = 0; look < 100 && explain(id).reason().find("signer") == std::string::npos; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_THAT(explain(id).reason(), HasSubstr("signer does not answer"));
  bench_.signer().away = false;
  EXPECT_EQ(status_when_mined(id), "confirmed");
}

class DeepLanesTest : public LanesTest {
 protected:
  DeepLanesTest() : LanesTest({"--no-mining"}, 3) {}
};

TEST_F(DeepLanesTest, confirms_at_the_depth_of_the_network) {
  const std::string id = send();
  bench_.wait("ann", id, "submitted");
  mine();
  EXPECT_EQ(bench_.wait("ann", id, "mined").status(), "mined");
  mine(2);
  EXPECT_EQ(bench_.wait("ann", id, "confirmed").status(), "confirmed");
}

TEST_F(DeepLanesTest, sends_again_what_a_reorganisation_drops) {
  const std::string id = send();
  bench_.wait("ann", id, "submitted");
  mine();
  const std::string hash = bench_.wait("ann", id, "mined").hash();
  bench_.node("anvil_reorg", "[1,[]]");
  bench_.wait("ann", id, "mined");
  for (int look = 0; look < 200 && bench_.node("eth_getTransactionByHash", "[\"" + hash + "\"]") == "null"; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  mine(3);
  const v1::Transaction done = bench_.wait("ann", id, "confirmed");
  EXPECT_EQ(done.status(), "confirmed");
  EXPECT_EQ(done.hash(), hash);
  EXPECT_EQ(bench_.balance(kReceiver), U256(1));
}

TEST_F(LanesTest, closes_the_gap_that_a_denial_leaves_with_a_filler) {
  bench_.signer().away = true;
  const std::string first = send();
  const CallContext call = bench_.call("ann");
  constexpr char kForbidden[] = "0x000000000000000000000000000000000000dEaD";
  const std::string second =
      bench_.run(bench_.service().create_transaction(call, bench_.transfer("acc", kForbidden, "1"))).id();
  const std::string third = send();
  // Its place is taken before the denial, so that nobody is left to move into the gap.
  for (int look = 0; look < 200 && !bench_.get("ann", third).has_nonce(); ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  bench_.signer().forbidden = evm::Address::parse(kForbidden).value();
  bench_.signer().away = false;
  EXPECT_EQ(bench_.wait("ann", second, "confirmed").status(), "rejected");
  bench_.wait("ann", third, "submitted");
  for (int block = 0; block < 5; ++block) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    mine();
  }
  EXPECT_EQ(bench_.wait("ann", first, "confirmed").status(), "confirmed");
  EXPECT_EQ(bench_.wait("ann", third, "confirmed").status(), "confirmed");
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 3U);
  EXPECT_EQ(bench_.balance(kReceiver), U256(2));
}

TEST_F(LanesTest, closes_a_gap_although_the_next_in_line_cannot_pay) {
  bench_.signer().away = true;
  const CallContext call = bench_.call("ann");
  constexpr char kForbidden[] = "0x000000000000000000000000000000000000dEaD";
  const std::string denied =
      bench_.run(bench_.service().create_transaction(call, bench_.transfer("acc", kForbidden, "1"))).id();
  const std::string above = send();
  for (int look = 0; look < 200 && !bench_.get("ann", above).has_nonce(); ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  v1::CreateTransactionRequest large = bench_.transfer("acc", kReceiver, "100000000000000000000");
  large.set_wait_for_funds(true);
  const std::string poor = bench_.run(bench_.service().create_transaction(call, large)).id();
  bench_.signer().forbidden = evm::Address::parse(kForbidden).value();
  bench_.signer().away = false;
  EXPECT_EQ(bench_.wait("ann", denied, "confirmed").status(), "rejected");
  for (int block = 0; block < 20 && bench_.get("ann", above).status() != "confirmed"; ++block) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    mine();
  }
  EXPECT_EQ(bench_.get("ann", above).status(), "confirmed");
  EXPECT_THAT(explain(poor).reason(), HasSubstr("cannot pay"));
}

TEST_F(LanesTest, admits_no_more_than_can_be_paid_while_the_signer_is_away) {
  bench_.signer().away = true;
  const CallContext call = bench_.call("ann");
  const std::string first =
      bench_.run(bench_.service().create_transaction(call, bench_.transfer("acc", kReceiver, "6000000000000000000")))
          .id();
  for (int look = 0; look < 200 && !bench_.get("ann", first).has_nonce(); ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  v1::CreateTransactionRequest second = bench_.transfer("acc", kReceiver, "6000000000000000000");
  second.set_wait_for_funds(true);
  const std::string poor = bench_.run(bench_.service().create_transaction(call, second)).id();
  for (int look = 0; look < 15 && !bench_.get("ann", poor).has_nonce(); ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_FALSE(bench_.get("ann", poor).has_nonce());
}

class ShallowLanesTest : public LanesTest {
 protected:
  ShallowLanesTest() : LanesTest({}, 1) {}
};

TEST_F(ShallowLanesTest, restores_what_a_reorganisation_below_finality_undid) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(send());
    EXPECT_EQ(bench_.wait("ann", ids.back(), "confirmed").status(), "confirmed");
  }
  bench_.node("anvil_reorg", "[3,[]]");
  for (int look = 0; look < 200 && bench_.nonce_on_chain(sender_) < 5; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(bench_.balance(kReceiver), U256(5));
  ids.push_back(send());
  EXPECT_EQ(bench_.wait("ann", ids.back(), "confirmed").status(), "confirmed");
  EXPECT_EQ(bench_.nonce_on_chain(sender_), 6U);
}

}  // namespace
}  // namespace coffer::transactions
