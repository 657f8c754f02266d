#include "services/jsonrpc/rpc_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coffer::jsonrpc {
namespace {

using ::testing::ElementsAre;

RpcRequest read_one(std::string_view body) { return read_batch(body).value().requests.at(0); }
int refusal_of(std::string_view body) { return read_one(body).refusal.value().code; }

TEST(RpcRequest, reads_id_method_and_params_as_they_are) {
  const RpcRequest request =
      read_one(R"( {"jsonrpc":"2.0","id":"a\"b","method":"eth_call","params":[{"x":12345678901234567890123}, 1e3]} )");
  EXPECT_FALSE(request.refusal);
  EXPECT_EQ(request.id, R"("a\"b")");
  EXPECT_EQ(request.method, "eth_call");
  EXPECT_THAT(*positional(request, 1, 2), ElementsAre(R"({"x":12345678901234567890123})", "1e3"));
}

TEST(RpcRequest, takes_numbers_texts_and_null_as_ids) {
  for (const char* id : {"0", "-1", "1.5", "\"x\"", "null"}) {
    const RpcRequest request = read_one(std::string(R"({"jsonrpc":"2.0","id":)") + id + R"(,"method":"m"})");
    EXPECT_FALSE(request.refusal) << id;
    EXPECT_EQ(request.id, id);
  }
}

TEST(RpcRequest, without_an_id_it_is_a_notification) {
  const RpcRequest request = read_one(R"({"jsonrpc":"2.0","method":"m"})");
  EXPECT_FALSE(request.refusal);
  EXPECT_EQ(request.id, "");
  EXPECT_EQ(request.params, "[]");
}

TEST(RpcRequest, refuses_what_is_no_request) {
  for (const char* body :
       {R"({"id":1,"method":"m"})", R"({"jsonrpc":"1.0","id":1,"method":"m"})",
        R"({"jsonrpc":2.0,"id":1,"method":"m"})", R"({"jsonrpc":"2.0","id":1})",
        R"({"jsonrpc":"2.0","id":1,"method":5})", R"({"jsonrpc":"2.0","id":{},"method":"m"})",
        R"({"jsonrpc":"2.0","id":true,"method":"m"})", R"({"jsonrpc":"2.0","id":1,"method":"m","params":"p"})",
        R"({"jsonrpc":"2.0","id":1,"id":2,"method":"m"})", "5", "\"text\"", "null"}) {
    EXPECT_EQ(refusal_of(body), kInvalidRequest) << body;
  }
}

TEST(RpcRequest, a_refused_request_keeps_the_id_that_could_be_read) {
  EXPECT_EQ(read_one(R"({"jsonrpc":"2.0","id":7})").id, "7");
  EXPECT_EQ(read_one(R"({"jsonrpc":"2.0"})").id, "null");
}

TEST(RpcRequest, refuses_a_body_that_is_not_json) {
  for (const char* body : {"", "{", "[", "{}}", R"({"jsonrpc":"2.0",})"}) {
    EXPECT_EQ(read_batch(body).error().code, kParseError) << body;
  }
  EXPECT_EQ(read_batch(std::string(40, '[') + std::string(40, ']')).error().code, kParseError);
}

TEST(RpcRequest, reads_a_batch_of_one_to_a_hundred) {
  const std::string item = R"({"jsonrpc":"2.0","id":1,"method":"m"})";
  std::string body = "[" + item;
  for (int i = 1; i < 100; ++i) body += "," + item;
  EXPECT_EQ(read_batch(body + "]")->requests.size(), 100U);
  EXPECT_EQ(read_batch(body + "," + item + "]").error().code, kInvalidRequest);
  EXPECT_EQ(read_batch("[]").error().code, kInvalidRequest);
}

TEST(RpcRequest, one_wrong_item_leaves_the_others_alone) {
  const auto batch = *read_batch(R"([1, {"jsonrpc":"2.0","id":1,"method":"m"}])");
  EXPECT_TRUE(batch.is_list);
  EXPECT_EQ(batch.requests.at(0).refusal->code, kInvalidRequest);
  EXPECT_FALSE(batch.requests.at(1).refusal);
}

TEST(RpcRequest, counts_positional_params) {
  RpcRequest request;
  request.params = "[1,2]";
  EXPECT_TRUE(positional(request, 2, 2));
  EXPECT_FALSE(positional(request, 3, 3));
  EXPECT_FALSE(positional(request, 0, 1));
  request.params = R"({"a":1})";
  EXPECT_FALSE(positional(request, 1, 1));
}

TEST(RpcRequest, writes_a_result_or_an_error) {
  std::string out;
  append_response(out, "1", "\"0x1\"");
  EXPECT_EQ(out, R"({"jsonrpc":"2.0","id":1,"result":"0x1"})");
  out.clear();
  append_response(out, "null", refuse({-32601, "no \"such\" method", R"({"a":1})"}));
  EXPECT_EQ(out,
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"no \"such\" method","data":{"a":1}}})");
}

TEST(RpcError, says_nothing_of_internals) {
  const RpcError error(internal("the disk of db-7 is full").with("host", "db-7"));
  EXPECT_EQ(error.code, kInternalError);
  EXPECT_EQ(error.message, "internal error");
  EXPECT_EQ(error.data, R"({"code":"INTERNAL_ERROR"})");
}

TEST(RpcError, carries_the_code_and_details_of_a_refusal) {
  const RpcError error(Error{ErrorCode::kPolicyDenied, "above the limit of a day", {{"rule", "per_day"}}});
  EXPECT_EQ(error.code, kRejected);
  EXPECT_EQ(error.data, R"({"code":"POLICY_DENIED","rule":"per_day"})");
}

}  // namespace
}  // namespace coffer::jsonrpc
