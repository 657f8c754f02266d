#include "services/jsonrpc/testing.h"

#include <gmock/gmock.h>

namespace coffer::jsonrpc {
namespace {

using nlohmann::json;
using testing::alices_address;
using testing::JsonRpcTest;

TEST_F(JsonRpcTest, answers_what_it_knows_itself) {
  EXPECT_EQ(ask("eth_chainId"), (json{{"jsonrpc", "2.0"}, {"id", 1}, {"result", "0x7a69"}}));
  EXPECT_EQ(ask("net_version").at("result"), "31337");
  EXPECT_EQ(ask("eth_accounts").at("result"), json::array({alices_address().text()}));
  EXPECT_EQ(ask("eth_requestAccounts").at("result"), json::array({alices_address().text()}));
}

TEST_F(JsonRpcTest, lists_each_address_whose_key_is_held_once) {
  const auto watched = *evm::Address::parse(testing::kSomebody);
  wallets_.add("alice", "a2", watched, true);
  wallets_.add("alice", "a3", alices_address());
  wallets_.add("bob", "b1", watched);
  EXPECT_EQ(ask("eth_accounts").at("result"), json::array({alices_address().text()}));
}

TEST_F(JsonRpcTest, forwards_a_read_with_its_params_as_they_are) {
  chains_.reads["eth_call"] = R"({"deep":[1]})";
  const auto response =
      answer(R"({"jsonrpc":"2.0","id":"x","method":"eth_call","params":[{"n":123456789012345678901},"latest"]})");
  EXPECT_EQ(response, (json{{"jsonrpc", "2.0"}, {"id", "x"}, {"result", {{"deep", {1}}}}}));
  ASSERT_EQ(chains_.forwarded.size(), 1U);
  EXPECT_EQ(chains_.forwarded[0].params_json(), R"([{"n":123456789012345678901},"latest"])");
  EXPECT_EQ(chains_.forwarded[0].network(), "ethereum");
  EXPECT_EQ(chains_.callers[0].principal.id, "jsonrpc");
  EXPECT_EQ(chains_.callers[0].request_id, "r1");
}

TEST_F(JsonRpcTest, what_may_not_be_forwarded_does_not_exist) {
  for (const char* method : {"anvil_setBalance", "eth_sign", "personal_unlockAccount", "eth_nonsense", ""}) {
    EXPECT_EQ(code_of(ask(method)), -32601) << method;
  }
}

TEST_F(JsonRpcTest, an_error_of_the_node_comes_through) {
  chains_.errors["eth_call"] = R"({"code":3,"message":"execution reverted","data":"0x08c379a0"})";
  EXPECT_EQ(ask("eth_call").at("error"),
            (json{{"code", 3}, {"message", "execution reverted"}, {"data", "0x08c379a0"}}));
}

TEST_F(JsonRpcTest, answers_a_batch_in_its_order_without_its_notifications) {
  const auto responses =
      answer(R"([{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},{"jsonrpc":"2.0","method":"eth_blockNumber"},)"
             R"(7,{"jsonrpc":"2.0","id":3,"method":"eth_nonsense"}])");
  ASSERT_EQ(responses.size(), 3U);
  EXPECT_EQ(responses[0].at("result"), "0x7a69");
  EXPECT_EQ(code_of(responses[1]), -32600);
  EXPECT_EQ(responses[1].at("id"), nullptr);
  EXPECT_EQ(code_of(responses[2]), -32601);
  EXPECT_EQ(chains_.forwarded.at(0).method(), "eth_blockNumber");
}

TEST_F(JsonRpcTest, notifications_alone_have_no_answer) {
  for (const char* body :
       {R"({"jsonrpc":"2.0","method":"eth_chainId"})", R"([{"jsonrpc":"2.0","method":"eth_chainId"}])"}) {
    const auto reply = post(body);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status(), 204);
    EXPECT_EQ(reply->body(), "");
  }
}

TEST_F(JsonRpcTest, failures_are_error_objects_under_status_200) {
  const auto reply = post("{");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status(), 200);
  EXPECT_EQ(reply->content_type(), "application/json");
  EXPECT_EQ(code_of(json::parse(reply->body())), -32700);
  EXPECT_EQ(code_of(answer("[]")), -32600);
}

TEST_F(JsonRpcTest, an_unknown_network_is_not_found) {
  EXPECT_EQ(post("{", "atlantis").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(post("{", "eip155:31337"));
}

TEST_F(JsonRpcTest, starts_nothing_when_the_time_is_over) {
  call_.deadline = clock_.now();
  EXPECT_EQ(code_of(ask("eth_blockNumber")), -32002);
  EXPECT_TRUE(chains_.forwarded.empty());
}

TEST_F(JsonRpcTest, stops_a_batch_whose_answer_grows_too_large) {
  chains_.reads["eth_call"] = '"' + std::string(33UL << 20, 'x') + '"';
  const auto responses =
      answer(R"([{"jsonrpc":"2.0","id":1,"method":"eth_call"},{"jsonrpc":"2.0","id":2,"method":"eth_call"}])");
  EXPECT_TRUE(responses[0].contains("result"));
  EXPECT_EQ(code_of(responses[1]), -32005);
}

}  // namespace
}  // namespace coffer::jsonrpc
