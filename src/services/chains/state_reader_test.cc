#include "services/chains/state_reader.h"

#include <gtest/gtest.h>

#include "platform/async/run_blocking.h"
#include "services/chains/testing.h"

namespace coffer::chains {
namespace {

using testing::ModelChain;
using testing::ScriptedNode;
using testing::Silent;
using Place = TransactionFacts::Place;

/// Two nodes on one chain: the own one, which is asked first, and another.
class StateReaderTest : public ::testing::Test {
 protected:
  StateReaderTest() {
    settings_.id = "test";
    settings_.chain_id = 1;
    settings_.confirmations = 3;
    settings_.finality = FinalityMode::kDepth;
    ModelChain chain(1);
    chain.mine(10);
    block_ = chain.at(9);
    std::vector<std::unique_ptr<Node>> nodes;
    for (const char* name : {"own", "other", "third"}) {
      settings_.endpoints.push_back({.name = name, .url = "http://node", .own = nodes.empty(), .weight = 1});
      auto node = std::make_unique<ScriptedNode>(name, chain);
      nodes_.push_back(node.get());
      node->answers["eth_getTransactionReceipt"] = [](const auto&) { return "null"; };
      node->answers["eth_getTransactionByHash"] = [](const auto&) { return "null"; };
      nodes.push_back(std::move(node));
    }
    pool_ = std::make_unique<NodePool>(settings_, std::move(nodes), clock_);
    heads_ = std::make_unique<HeadFollower>(settings_, *pool_, clock_, sleeper_,
                                            telemetry::Log(clock_, sink_, telemetry::Level::kError), metrics_);
    states_ = std::make_unique<StateReader>(settings_, *pool_, *heads_);
    hash_.bytes[0] = 7;
    EXPECT_TRUE(async::run_blocking(heads_->poll()));
  }

  TransactionFacts read() { return async::run_blocking(states_->read({hash_})).value().front(); }
  std::string receipt_in(const evm::Hash& block_hash) const {
    return R"({"transactionHash":")" + hash_.text() + R"(","blockNumber":"0x9","blockHash":")" + block_hash.text() +
           R"(","status":"0x1","gasUsed":"0x5208","effectiveGasPrice":"0x1"})";
  }

  NetworkSettings settings_;
  ManualClock clock_{Time(std::chrono::hours(1))};
  async::SteadySleeper sleeper_{clock_};
  Silent sink_;
  telemetry::Metrics metrics_;
  BlockHeader block_;
  evm::Hash hash_;
  std::vector<ScriptedNode*> nodes_;
  std::unique_ptr<NodePool> pool_;
  std::unique_ptr<HeadFollower> heads_;
  std::unique_ptr<StateReader> states_;
};

TEST_F(StateReaderTest, says_unknown_when_every_node_says_so) { EXPECT_EQ(read().place, Place::kUnknown); }

TEST_F(StateReaderTest, takes_a_receipt_from_another_node_when_the_first_has_none) {
  nodes_[1]->answers["eth_getTransactionReceipt"] = [this](const auto&) { return receipt_in(block_.hash); };
  const TransactionFacts facts = read();
  EXPECT_EQ(facts.place, Place::kMined);
  EXPECT_EQ(facts.receipt.block_number, 9U);
}

TEST_F(StateReaderTest, does_not_take_another_nodes_receipt_of_another_branch) {
  nodes_[1]->answers["eth_getTransactionReceipt"] = [this](const auto&) { return receipt_in(hash_); };
  EXPECT_EQ(read().place, Place::kUnknown);
}

TEST_F(StateReaderTest, does_not_believe_one_node_of_three_that_a_transaction_is_unknown) {
  nodes_[1]->away = nodes_[2]->away = true;
  const auto facts = async::run_blocking(states_->read({hash_}));
  ASSERT_FALSE(facts);
  EXPECT_EQ(facts.error().code, ErrorCode::kUnavailable);
}

TEST_F(StateReaderTest, says_pending_while_any_node_knows_it) {
  nodes_[1]->answers["eth_getTransactionByHash"] = [](const auto&) { return R"({"blockHash":null})"; };
  EXPECT_EQ(read().place, Place::kPending);
}

}  // namespace
}  // namespace coffer::chains
