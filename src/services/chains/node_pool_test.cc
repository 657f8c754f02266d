#include "services/chains/node_pool.h"

#include <gtest/gtest.h>

#include "platform/async/run_blocking.h"
#include "services/chains/quorum.h"
#include "services/chains/testing.h"

namespace coffer::chains {
namespace {

using testing::ModelChain;
using testing::ScriptedNode;

constexpr std::uint64_t kChain = 31337;

RpcReply number(std::uint64_t value) { return json_quantity(value); }

class NodePoolTest : public ::testing::Test {
 protected:
  NodePoolTest() {
    settings_.id = "test";
    settings_.chain_id = kChain;
  }

  ScriptedNode& add(const std::string& name, ModelChain chain, bool own = false) {
    settings_.endpoints.push_back({.name = name, .url = "http://" + name, .own = own, .weight = 1});
    nodes_.push_back(std::make_unique<ScriptedNode>(name, std::move(chain)));
    return static_cast<ScriptedNode&>(*nodes_.back());
  }
  ScriptedNode& add_good(const std::string& name, bool own = false) {
    ModelChain chain(kChain);
    chain.mine(100);
    ScriptedNode& node = add(name, std::move(chain), own);
    node.answers["eth_gasPrice"] = [](const auto&) { return number(1); };
    return node;
  }
  NodePool& pool() {
    if (!pool_) pool_ = std::make_unique<NodePool>(settings_, std::move(nodes_), clock_);
    return *pool_;
  }
  Result<std::string> ask() { return async::run_blocking(pool().ask_one({"eth_gasPrice", "[]"})); }
  void check(std::uint64_t best, std::optional<BlockHeader> final) {
    async::run_blocking(pool().check(best, std::move(final)));
  }

  NetworkSettings settings_;
  ManualClock clock_{Time(std::chrono::hours(1))};
  std::vector<std::unique_ptr<Node>> nodes_;
  std::unique_ptr<NodePool> pool_;
};

TEST_F(NodePoolTest, asks_its_own_node_before_others) {
  const ScriptedNode& other = add_good("other");
  const ScriptedNode& own = add_good("own", true);
  ASSERT_TRUE(ask());
  EXPECT_GT(own.requests, 0);
  EXPECT_EQ(other.requests, 0);
}

TEST_F(NodePoolTest, asks_the_next_node_when_one_is_away) {
  add_good("own", true).away = true;
  add_good("other");
  EXPECT_TRUE(ask());
}

TEST_F(NodePoolTest, lets_a_node_rest_after_a_failure) {
  ScriptedNode& own = add_good("own", true);
  add_good("other");
  own.away = true;
  ASSERT_TRUE(ask());
  own.away = false;
  const int before = own.requests;
  ASSERT_TRUE(ask());
  EXPECT_EQ(own.requests, before);
}

TEST(NodeHealthTest, ends_a_rest_that_began_before_the_clock_was_set_back) {
  const Time now{std::chrono::hours(2)};
  NodeHealth health;
  health.resting_until = now + std::chrono::seconds(10);
  EXPECT_FALSE(is_usable(health, now));
  EXPECT_TRUE(is_usable(health, now - std::chrono::hours(1)));
}

TEST_F(NodePoolTest, leaves_out_a_node_of_another_chain) {
  add("wrong", ModelChain(1), true).answers["eth_gasPrice"] = [](const auto&) { return number(666); };
  add_good("right");
  EXPECT_EQ(*ask(), "\"0x1\"");
  EXPECT_FALSE(pool().report().nodes.at("wrong").excluded.empty());
}

TEST_F(NodePoolTest, leaves_out_a_node_with_another_genesis) {
  add_good("right", true);
  ModelChain fork(kChain, 9);
  fork.mine(100);
  add("fork", std::move(fork));
  ASSERT_TRUE(ask());
  const auto answers = async::run_blocking(pool().ask_each({{"eth_blockNumber", "[]"}}, 2));
  ASSERT_TRUE(answers);
  EXPECT_TRUE(answers->at(0).replies);
  EXPECT_FALSE(answers->at(1).replies);
}

TEST_F(NodePoolTest, leaves_out_a_node_that_lags_until_it_has_caught_up) {
  add_good("good", true);
  ModelChain old(kChain);
  old.mine(50);
  ScriptedNode& slow = add("slow", std::move(old));
  check(100, std::nullopt);
  EXPECT_EQ(pool().report().nodes.at("slow").excluded, "it lags 50 blocks behind");
  slow.chain.mine(50);
  check(100, std::nullopt);
  EXPECT_EQ(pool().report().nodes.at("slow").excluded, "");
}

TEST_F(NodePoolTest, leaves_out_a_node_that_contradicts_a_final_block) {
  const ScriptedNode& good = add_good("good", true);
  ModelChain liar(kChain);
  liar.mine(10);
  liar.mine(90, 7);
  add("liar", std::move(liar));
  check(100, good.chain.at(40));
  EXPECT_EQ(pool().report().nodes.at("liar").excluded, "it contradicts final block 40");
  EXPECT_EQ(pool().report().nodes.at("good").excluded, "");
}

TEST_F(NodePoolTest, says_that_nobody_answers) {
  add_good("a").away = true;
  add_good("b").away = true;
  const auto answer = ask();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
}

TEST(Quorum, takes_what_more_than_half_say_else_the_least) {
  EXPECT_EQ(agreed(std::vector<int>{5}), 5);
  EXPECT_EQ(agreed(std::vector<int>{5, 9, 9}), 9);
  EXPECT_EQ(agreed(std::vector<int>{5, 9}), 5);
  EXPECT_EQ(agreed(std::vector<int>{7, 5, 9}), 5);
}

TEST(Quorum, lets_one_doubter_keep_a_ticket_alive) { EXPECT_EQ(least(std::vector<int>{9, 9, 4}), 4); }

}  // namespace
}  // namespace coffer::chains
