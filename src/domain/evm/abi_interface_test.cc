#include "domain/evm/abi_interface.h"

#include <gtest/gtest.h>

#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/revert.h"
#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

constexpr const char* kToken = R"abi([
  {"type":"constructor","inputs":[{"name":"owner","type":"address"}]},
  {"type":"function","name":"transfer","stateMutability":"nonpayable","inputs":[{"name":"to","type":"address"},{"name":"amount","type":"uint256"}],"outputs":[{"name":"","type":"bool"}]},
  {"type":"function","name":"swap","inputs":[{"name":"orders","type":"tuple[2][]","components":[{"name":"pool","type":"address"},{"name":"amount","type":"uint256"}]}],"outputs":[]},
  {"type":"event","name":"Transfer","inputs":[{"name":"from","type":"address","indexed":true},{"name":"to","type":"address","indexed":true},{"name":"value","type":"uint256"}]},
  {"type":"error","name":"TooMuch","inputs":[{"name":"asked","type":"uint256"},{"name":"limit","type":"uint256"}]},
  {"type":"receive"},
  "function get(uint256) view returns (string)", "function get(address) view returns (uint256)"
])abi";

abi::Interface token() { return abi::Interface::parse(kToken).value(); }

TEST(AbiInterface, finds_items_by_name_signature_selector_and_topic) {
  const auto contract = token();
  EXPECT_EQ(hex(contract.function("transfer").value()->selector()), "a9059cbb");
  EXPECT_EQ(contract.function("swap").value()->signature(), "swap((address,uint256)[2][])");
  EXPECT_FALSE(contract.function("get"));
  EXPECT_EQ(contract.function("get(address)").value()->outputs[0].text(), "uint256");
  EXPECT_EQ(contract.event("Transfer").value()->topic().text(),
            "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
  EXPECT_NE(contract.error_by_selector(contract.items()[4].selector()), nullptr);
  EXPECT_EQ(contract.constructor().inputs.size(), 1U);
}

TEST(AbiInterface, codes_calls_both_ways) {
  const auto contract = token();
  const json args = {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "1000"};
  const auto data = abi::encode_call(**contract.function("transfer"), args).value();
  EXPECT_EQ(abi::decode_call(**contract.function("transfer"), data).value(), args);
  EXPECT_FALSE(abi::decode_call(**contract.function("swap"), data));
}

TEST(AbiInterface, decodes_logs_in_the_order_of_the_inputs) {
  const auto item =
      abi::parse_signature("event Moved(string indexed label,uint256 amount,address indexed who)").value();
  const Hash label{{7}};
  const auto who = Address::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").value();
  const auto values = abi::decode_log(item, {item.topic(), label, Hash{who.word()}}, U256(12).big_endian());
  EXPECT_EQ(values.value(), json({label.text(), "12", who.text()}));
  EXPECT_FALSE(abi::decode_log(item, {item.topic(), label}, U256(12).big_endian()));
}

TEST(AbiSignature, reads_the_human_readable_forms) {
  EXPECT_EQ(abi::parse_signature("function f(uint a, (bool,bytes)[] calldata b) external payable returns (bool ok)")
                .value()
                .signature(),
            "f(uint256,(bool,bytes)[])");
  EXPECT_EQ(abi::parse_signature("constructor(address owner) payable").value().kind, abi::Item::Kind::kConstructor);
  for (const char* text : {"", "transfer", "transfer(", "transfer(address,)", "(address)", "f(address indexed a)",
                           "f() nonsense", "f()()", "1f()"})
    EXPECT_FALSE(abi::parse_signature(text)) << text;
}

TEST(Revert, reads_reasons_panics_and_custom_errors) {
  const auto reason =
      abi::encode_call(abi::parse_signature("error Error(string)").value(), {"Not enough Ether provided."});
  EXPECT_EQ(hex(BytesView(reason.value()).first(4)), "08c379a0");
  EXPECT_EQ(decode_revert(reason.value()).text, "Not enough Ether provided.");
  const auto panic = abi::encode_call(abi::parse_signature("error Panic(uint256)").value(), {17});
  EXPECT_EQ(hex(BytesView(panic.value()).first(4)), "4e487b71");
  EXPECT_EQ(decode_revert(panic.value()).text, "an arithmetic operation overflowed or underflowed");
  const auto contract = token();
  const auto custom = abi::encode_call(abi::parse_signature("error TooMuch(uint256,uint256)").value(), {5, 4});
  const Revert known = decode_revert(custom.value(), &contract);
  EXPECT_EQ(known.name, "TooMuch");
  EXPECT_EQ(known.args, json({"5", "4"}));
  EXPECT_EQ(known.text, "Too much: asked 5, limit 4");
  EXPECT_EQ(decode_revert(custom.value()).name, "");
}

TEST(Revert, knows_the_errors_of_erc_6093) {
  const auto error =
      abi::encode_call(abi::parse_signature("error ERC20InsufficientBalance(address,uint256,uint256)").value(),
                       {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", 1, 2})
          .value();
  EXPECT_EQ(hex(BytesView(error).first(4)), "e450d38c");
  EXPECT_EQ(decode_revert(error).text,
            "ERC20 insufficient balance: sender 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, balance 1, needed 2");
}

TEST(Revert, never_fails) {
  EXPECT_EQ(decode_revert({}).text, "reverted without a reason");
  EXPECT_EQ(decode_revert(testing::from_hex("08c379a0ff")).name, "");
}

}  // namespace
}  // namespace coffer::evm
