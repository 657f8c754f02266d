#include "services/chains/chains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "platform/async/io_threads.h"
#include "services/chains/testing.h"
#include "services/chains/testing_anvil.h"

namespace coffer::chains {
namespace {

using testing::Anvil;
using ::testing::HasSubstr;
using testing::kRichAddress;
using testing::Silent;

constexpr char kSomebody[] = "0x00000000000000000000000000000000000A11cE";

NetworkSettings network_at(const std::string& url) {
  NetworkSettings out;
  out.id = "ethereum";
  out.chain = "eip155:31337";
  out.chain_id = 31337;
  out.name = "Development";
  out.confirmations = 1;
  out.finality = FinalityMode::kDepth;
  out.development = true;
  out.poll_interval = std::chrono::milliseconds(50);
  out.endpoints.push_back({.name = "anvil", .url = url, .own = true, .weight = 1});
  return out;
}

/// The service against a real node.
class ChainsTest : public ::testing::Test {
 protected:
  template <class T>
  Result<T> ask(awaitable<Result<T>> task) {
    return boost::asio::co_spawn(threads_.executor(), std::move(task), boost::asio::use_future).get();
  }
  template <class T>
  T run(awaitable<Result<T>> task) {
    auto out = ask(std::move(task));
    if (!out) throw std::runtime_error(out.error().message);
    return *std::move(out);
  }
  template <class T>
  Error refused(awaitable<Result<T>> task) {
    return ask(std::move(task)).error();
  }
  v1::FaucetReply fund(const std::string& address, const std::string& amount) {
    v1::FaucetRequest request;
    request.set_network("ethereum");
    request.set_address(address);
    request.set_amount(amount);
    return run(chains_.faucet(call_, request));
  }
  std::string read(const std::string& method, const std::string& params) {
    v1::ForwardReadRequest request;
    request.set_network("ethereum");
    request.set_method(method);
    request.set_params_json(params);
    return run(chains_.forward_read(call_, request)).result_json();
  }

  Anvil anvil_;
  SystemClock clock_;
  SeededEntropy entropy_{1};
  Silent sink_;
  telemetry::Metrics metrics_;
  async::SteadySleeper sleeper_{clock_};
  std::unique_ptr<http::Client> client_ = http::make_client({}, sleeper_, entropy_).value();
  Chains chains_{{network_at(anvil_.url())},
                 *client_,
                 clock_,
                 sleeper_,
                 telemetry::Log(clock_, sink_, telemetry::Level::kError),
                 metrics_};
  const CallContext call_ = CallContext::internal("test");
  async::IoThreads threads_;
};

TEST_F(ChainsTest, knows_its_networks_by_short_id_and_by_caip2) {
  v1::GetNetworkRequest request;
  request.set_network("eip155:31337");
  const v1::Network network = run(chains_.get_network(call_, request));
  EXPECT_EQ(network.id(), "ethereum");
  EXPECT_EQ(network.chain_id(), 31337);
  request.set_network("nowhere");
  EXPECT_EQ(refused(chains_.get_network(call_, request)).code, ErrorCode::kNotFound);
}

TEST_F(ChainsTest, adds_exactly_what_was_asked_for) {
  EXPECT_EQ(fund(kSomebody, "12345").balance(), "12345");
  EXPECT_EQ(fund(kSomebody, "5").balance(), "12350");
}

TEST_F(ChainsTest, gives_away_more_than_its_accounts_have) {
  EXPECT_EQ(fund(kSomebody, "50000000000000000000000").balance(), "50000000000000000000000");
}

TEST_F(ChainsTest, reads_nonces_and_balance) {
  fund(kSomebody, "77");
  v1::GetAccountStateRequest request;
  request.set_network("ethereum");
  request.set_address(kSomebody);
  const v1::AccountState state = run(chains_.get_account_state(call_, request));
  EXPECT_EQ(state.latest_nonce(), 0);
  EXPECT_EQ(state.balance(), "77");
}

TEST_F(ChainsTest, offers_fees_at_three_speeds) {
  v1::GetFeesRequest request;
  request.set_network("ethereum");
  const v1::Fees fees = run(chains_.get_fees(call_, request));
  EXPECT_FALSE(fees.legacy());
  EXPECT_GT(*U256::parse_decimal(fees.fast().max_fee_per_gas()), U256(0));
  EXPECT_GE(*U256::parse_decimal(fees.fast().max_fee_per_gas()), *U256::parse_decimal(fees.slow().max_fee_per_gas()));
}

TEST_F(ChainsTest, estimates_a_transfer) {
  v1::EstimateCallRequest request;
  request.set_network("ethereum");
  request.set_from(kRichAddress);
  request.set_to(kSomebody);
  request.set_value("1");
  EXPECT_EQ(run(chains_.estimate_call(call_, request)).gas(), 21000);
}

TEST_F(ChainsTest, decodes_why_a_call_would_revert) {
  // Init code that reverts with Error("no").
  v1::EstimateCallRequest request;
  request.set_network("ethereum");
  request.set_from(kRichAddress);
  const Bytes code = *parse_hex0x(
      "0x7f08c379a000000000000000000000000000000000000000000000000000000000600052"
      "60206004526002602452616e6f60f01b60445260646000fd");
  request.set_data(code.data(), code.size());
  const v1::EstimateCallReply reply = run(chains_.estimate_call(call_, request));
  EXPECT_TRUE(reply.reverts());
  EXPECT_THAT(reply.revert_reason(), HasSubstr("no"));
}

TEST_F(ChainsTest, says_that_unreadable_bytes_were_not_taken) {
  v1::BroadcastRequest request;
  request.set_network("ethereum");
  request.add_raw("\x01\x02");
  const v1::BroadcastReply reply = run(chains_.broadcast(call_, request));
  ASSERT_EQ(reply.results_size(), 1);
  EXPECT_NE(reply.results(0).verdict(), v1::VERDICT_ACCEPTED);
  EXPECT_EQ(reply.results(0).answers(0).node(), "anvil");
}

TEST_F(ChainsTest, says_of_an_unknown_hash_that_nobody_has_it) {
  v1::GetTransactionStatesRequest request;
  request.set_network("ethereum");
  request.add_hashes("0x" + std::string(64, 'a'));
  const auto reply = run(chains_.get_transaction_states(call_, request));
  EXPECT_EQ(reply.states(0).place(), v1::TransactionState::PLACE_UNKNOWN);
}

TEST_F(ChainsTest, finds_a_senders_transactions_by_nonce) {
  fund(kSomebody, "1");
  fund(kSomebody, "2");
  v1::FindTransactionsRequest request;
  request.set_network("ethereum");
  request.set_from(kRichAddress);
  request.set_last_nonce(0);
  const auto reply = run(chains_.find_transactions(call_, request));
  EXPECT_TRUE(reply.complete());
  ASSERT_EQ(reply.transactions_size(), 1);
  EXPECT_EQ(reply.transactions(0).value(), "1");
}

TEST_F(ChainsTest, passes_reads_on_and_refuses_the_rest) {
  EXPECT_EQ(read("eth_chainId", "[]"), "\"0x7a69\"");
  v1::ForwardReadRequest request;
  request.set_network("ethereum");
  request.set_method("anvil_mine");
  EXPECT_EQ(refused(chains_.forward_read(call_, request)).code, ErrorCode::kValidation);
}

TEST_F(ChainsTest, finds_no_token_where_there_is_none) {
  v1::GetTokenRequest request;
  request.set_network("ethereum");
  request.set_address(kSomebody);
  EXPECT_EQ(refused(chains_.get_token(call_, request)).code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace coffer::chains
