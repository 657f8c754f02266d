#include "services/jsonrpc/transaction_params.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/jsonrpc/texts.h"

namespace coffer::jsonrpc {
namespace {

const std::string kFrom = R"("from":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")";

Result<TransactionParams> read(const std::string& members) {
  return read_transaction("{" + kFrom + (members.empty() ? "" : ",") + members + "}");
}
std::string field_of(const std::string& members) { return read(members).error().details.at("field"); }

TEST(TransactionParams, converts_quantities) {
  const auto params = *read(
      R"("to":"0x1111111111111111111111111111111111111111","value":"0xde0b6b3a7640000","gas":"0x5208","data":"0xAB",)"
      R"("maxFeePerGas":"0x77359400","maxPriorityFeePerGas":"0x0","nonce":"0x7","chainId":"0x7a69","type":"0x2")");
  EXPECT_EQ(params.from.text(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  EXPECT_EQ(params.request.to(), "0x1111111111111111111111111111111111111111");
  EXPECT_EQ(params.request.amount(), "1000000000000000000");
  EXPECT_EQ(params.request.gas_limit(), 21000);
  EXPECT_EQ(params.request.data(), "0xAB");
  EXPECT_EQ(params.request.max_fee_per_gas(), "2000000000");
  EXPECT_EQ(params.request.max_priority_fee_per_gas(), "0");
  EXPECT_EQ(params.nonce, 7U);
  EXPECT_EQ(params.chain_id, U256(31337));
}

TEST(TransactionParams, leaves_open_what_is_left_open) {
  const auto params = *read(R"("data":"0x6000","to":null)");
  EXPECT_EQ(params.request.amount(), "0");
  EXPECT_EQ(params.request.to(), "");
  EXPECT_FALSE(params.request.has_gas_limit());
  EXPECT_EQ(params.request.max_fee_per_gas(), "");
  EXPECT_FALSE(params.nonce);
}

TEST(TransactionParams, a_gas_price_is_a_cap) {
  EXPECT_EQ(read(R"("gasPrice":"0x10","type":"0x0")")->request.max_fee_per_gas(), "16");
  EXPECT_EQ(field_of(R"("gasPrice":"0x10","maxFeePerGas":"0x10")"), "gasPrice");
}

TEST(TransactionParams, data_and_input_are_the_same) {
  EXPECT_EQ(read(R"("input":"0x01")")->request.data(), "0x01");
  EXPECT_EQ(read(R"("input":"0x01","data":"0x01")")->request.data(), "0x01");
  EXPECT_EQ(field_of(R"("input":"0x01","data":"0x02")"), "input");
}

TEST(TransactionParams, names_what_it_refuses) {
  EXPECT_EQ(field_of(R"("value":"5")"), "value");
  EXPECT_EQ(field_of(R"("value":5)"), "value");
  EXPECT_EQ(field_of(R"("value":"0x")"), "value");
  EXPECT_EQ(field_of(R"("gas":"0x10000000000000000")"), "gas");
  EXPECT_EQ(field_of(R"("gas":"0xffffffffffffffff")"), "gas");
  EXPECT_EQ(field_of(R"("data":"0x1")"), "data");
  EXPECT_EQ(field_of(R"("to":"0x12")"), "to");
  EXPECT_EQ(field_of(R"("to":"0xF39fd6e51aad88F6F4ce6aB8827279cffFb92266")"), "to");
  EXPECT_EQ(field_of(R"("vlaue":"0x1")"), "vlaue");
  EXPECT_EQ(field_of(R"("type":"0x3")"), "type");
  EXPECT_EQ(field_of(R"("value":"0x1","value":"0x2")"), "value");
  EXPECT_EQ(field_of(R"("accessList":[{"address":"0x1111111111111111111111111111111111111111","storageKeys":[]}])"),
            "accessList");
  EXPECT_TRUE(read(R"("accessList":[])"));
  EXPECT_EQ(read_transaction(R"({"value":"0x1"})").error().details.at("field"), "from");
  EXPECT_FALSE(read_transaction("[]"));
}

TEST(Texts, typed_data_may_stand_in_a_text_or_by_itself) {
  const std::string typed =
      R"({"types":{"A":[{"name":"n","type":"uint256"}]},"primaryType":"A","domain":{"chainId":1},"message":{"n":12345678901234567890}})";
  EXPECT_EQ(typed_data_text(typed, 1), typed);
  EXPECT_EQ(typed_data_text(nlohmann::json(typed).dump(), 1), typed);
  EXPECT_FALSE(typed_data_text(typed, 2));
  EXPECT_FALSE(typed_data_text("{}", 1));
  EXPECT_FALSE(typed_data_text("5", 1));
}

}  // namespace
}  // namespace coffer::jsonrpc
