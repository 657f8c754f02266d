#include "services/chains/head_follower.h"

#include <gtest/gtest.h>

#include "platform/async/run_blocking.h"
#include "services/chains/testing.h"

namespace coffer::chains {
namespace {

using testing::ModelChain;
using testing::ScriptedNode;
using testing::Silent;

class HeadFollowerTest : public ::testing::Test {
 protected:
  HeadFollowerTest() {
    settings_.id = "test";
    settings_.chain_id = 1;
    settings_.confirmations = 3;
    settings_.finality = FinalityMode::kDepth;
    settings_.head_ring = 32;
    settings_.deepest_reorg = 8;
    settings_.endpoints.push_back({.name = "node", .url = "http://node", .own = true, .weight = 1});
    auto node = std::make_unique<ScriptedNode>("node", ModelChain(1));
    node_ = node.get();
    std::vector<std::unique_ptr<Node>> nodes;
    nodes.push_back(std::move(node));
    pool_ = std::make_unique<NodePool>(settings_, std::move(nodes), clock_);
    heads_ = std::make_unique<HeadFollower>(settings_, *pool_, clock_, sleeper_,
                                            telemetry::Log(clock_, sink_, telemetry::Level::kError), metrics_);
  }

  Result<void> poll() { return async::run_blocking(heads_->poll()); }
  HeadFollower::Changes changes(std::int64_t after) { return *async::run_blocking(heads_->watch(after, Duration(0))); }
  ModelChain& chain() { return node_->chain; }

  NetworkSettings settings_;
  ManualClock clock_{Time(std::chrono::hours(1))};
  async::SteadySleeper sleeper_{clock_};
  Silent sink_;
  telemetry::Metrics metrics_;
  ScriptedNode* node_ = nullptr;
  std::unique_ptr<NodePool> pool_;
  std::unique_ptr<HeadFollower> heads_;
};

TEST_F(HeadFollowerTest, knows_the_head_and_what_is_final_by_depth) {
  chain().mine(10);
  ASSERT_TRUE(poll());
  EXPECT_EQ(heads_->view()->head.number, 10U);
  EXPECT_EQ(heads_->view()->final_block, 8U);
}

TEST_F(HeadFollowerTest, reads_the_blocks_between_two_looks) {
  chain().mine(2);
  ASSERT_TRUE(poll());
  chain().mine(5);
  ASSERT_TRUE(poll());
  for (std::uint64_t number = 2; number <= 7; ++number) EXPECT_EQ(heads_->hash_at(number), chain().at(number).hash);
}

TEST_F(HeadFollowerTest, tells_how_deep_a_reorganisation_went) {
  chain().mine(6);
  ASSERT_TRUE(poll());
  const std::int64_t cursor = changes(1).sequence;
  chain().drop(3);
  chain().mine(4, 2);
  ASSERT_TRUE(poll());
  const auto news = changes(cursor);
  ASSERT_EQ(news.changes.size(), 1U);
  EXPECT_EQ(news.changes[0].reorg_depth, 3U);
  EXPECT_EQ(heads_->hash_at(5), chain().at(5).hash);
}

TEST_F(HeadFollowerTest, does_not_believe_a_reorganisation_that_is_too_deep) {
  chain().mine(20);
  ASSERT_TRUE(poll());
  const auto before = heads_->view()->head;
  chain().drop(15);
  chain().mine(20, 2);
  EXPECT_FALSE(poll());
  EXPECT_EQ(heads_->view()->head, before);
}

TEST_F(HeadFollowerTest, is_not_confused_by_a_node_that_lags_on_the_same_line) {
  chain().mine(6);
  ASSERT_TRUE(poll());
  chain().drop(2);
  ASSERT_TRUE(poll());
  EXPECT_EQ(heads_->view()->head.number, 6U);
}

TEST_F(HeadFollowerTest, keeps_the_last_head_while_no_node_answers) {
  chain().mine(3);
  ASSERT_TRUE(poll());
  node_->away = true;
  EXPECT_FALSE(poll());
  EXPECT_EQ(heads_->view()->head.number, 3U);
}

}  // namespace
}  // namespace coffer::chains
