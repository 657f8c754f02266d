#include "services/chains/http_node.h"

#include <gtest/gtest.h>

namespace coffer::chains {
namespace {

TEST(RpcBody, writes_a_single_call_alone_and_several_as_a_batch) {
  EXPECT_EQ(rpc_body({{"eth_chainId", "[]"}}), R"({"jsonrpc":"2.0","id":0,"method":"eth_chainId","params":[]})");
  EXPECT_EQ(
      rpc_body({{"a", "[]"}, {"b", "[1]"}}),
      R"([{"jsonrpc":"2.0","id":0,"method":"a","params":[]},{"jsonrpc":"2.0","id":1,"method":"b","params":[1]}])");
}

TEST(RpcBody, keeps_a_result_exactly_as_it_was_written) {
  const auto replies = read_rpc_body(R"({"id":0,"result":{"b": 1.50, "a":"0x1"},"jsonrpc":"2.0"})", 1);
  ASSERT_TRUE(replies);
  EXPECT_EQ(*replies->at(0), R"({"b": 1.50, "a":"0x1"})");
}

TEST(RpcBody, puts_replies_in_the_order_of_the_calls) {
  const auto replies = read_rpc_body(R"([{"id":1,"result":"b"},{"id":0,"result":null}])", 2);
  ASSERT_TRUE(replies);
  EXPECT_EQ(*replies->at(0), "null");
  EXPECT_EQ(*replies->at(1), "\"b\"");
}

TEST(RpcBody, keeps_an_error_with_its_data) {
  const auto replies =
      read_rpc_body(R"({"id":0,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}})", 1);
  ASSERT_TRUE(replies);
  ASSERT_FALSE(replies->at(0));
  EXPECT_EQ(replies->at(0).error().code, 3);
  EXPECT_EQ(replies->at(0).error().message, "execution reverted");
  EXPECT_EQ(replies->at(0).error().data, "\"0x08c379a0\"");
}

TEST(RpcBody, refuses_an_answer_that_is_not_whole) {
  EXPECT_FALSE(read_rpc_body(R"([{"id":0,"result":1}])", 2));                      // one is missing
  EXPECT_FALSE(read_rpc_body(R"([{"id":0,"result":1},{"id":0,"result":2}])", 2));  // one is double
  EXPECT_FALSE(read_rpc_body(R"({"id":7,"result":1})", 1));                        // nobody asked
  EXPECT_FALSE(read_rpc_body(R"({"id":0})", 1));                                   // neither result nor error
  EXPECT_FALSE(read_rpc_body("<html>502</html>", 1));
  EXPECT_FALSE(read_rpc_body("", 1));
}

TEST(RpcBody, takes_the_refusal_of_a_batch_for_no_answer) {
  EXPECT_FALSE(read_rpc_body(R"({"id":null,"error":{"code":-32005,"message":"rate limit"}})", 2));
}

}  // namespace
}  // namespace coffer::chains
