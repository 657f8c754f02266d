#include "domain/evm/abi_interface.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/u256.h"
#include "domain/evm/address.h"
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

TEST(AbiInterface, structs_are_the_tuples_of_their_fields_in_any_order) {
  const auto contract = abi::Interface::from_json({"function fill(Order order, Asset[2][] memory more) returns (Asset)",
                                                   "struct Order { address maker; Asset[] offer; }",
                                                   "struct Asset { address token; uint amount; };"});
  const auto fill = contract->function("fill").value();
  EXPECT_EQ(fill->signature(), "fill((address,(address,uint256)[]),(address,uint256)[2][])");
  EXPECT_EQ(fill->outputs[0].text(), "(address,uint256)");
  EXPECT_EQ(fill->inputs[0].children[1].name, "offer");
}

TEST(AbiInterface, refuses_structs_that_are_not_well_defined) {
  for (const json& lines :
       {json{"struct A { A a; }"}, json{"struct A { B b; }", "struct B { A[] a; }"}, json{"struct A { Nothing n; }"},
        json{"struct A { uint8 x; }", "struct A { uint8 y; }"}, json{"struct A { }"}, json{"struct A { uint8; }"},
        json{"struct A { uint8 x }"}, json{"struct A { uint8 x; } more"}, json{"struct A"},
        json{"struct bool { uint8 x; }"}, json{"struct A { uint8 indexed x; }"}, json{"function f(Unknown x)"}})
    EXPECT_FALSE(abi::Interface::from_json(lines)) << lines;
}

TEST(AbiInterface, structs_of_structs_cannot_grow_beyond_their_limit) {
  json lines = {"struct S0 { uint8 a; uint8 b; }"};
  for (int i = 1; i < 12; ++i) lines.push_back(fmt::format("struct S{} {{ S{} a; S{} b; }}", i, i - 1, i - 1));
  const auto contract = abi::Interface::from_json(lines);
  ASSERT_FALSE(contract);
  EXPECT_EQ(contract.error().message, "ABI: a struct of more than 1,024 types");
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

TEST(AbiInterface, reads_human_readable_signatures_beside_compiler_json) {
  const auto contract = abi::Interface::from_json(
      {"constructor(address owner)",
       "receive() external payable",
       "fallback() external",
       "function swap(\n  address token,\n  (uint256 amount, bytes data)[] calldata path\n) external returns (bool)",
       "event Swapped(address indexed by, uint256 amount)",
       "error TooLate(uint256 deadline)",
       {{"type", "function"}, {"name", "stop"}, {"inputs", json::array()}}});
  ASSERT_TRUE(contract);
  EXPECT_EQ(contract->items().size(), 5U);
  EXPECT_EQ(contract->function("swap").value()->signature(), "swap(address,(uint256,bytes)[])");
  EXPECT_TRUE(contract->function("stop"));
  EXPECT_EQ(contract->event("Swapped").value()->indexed, (std::vector{true, false}));
}

}  // namespace
}  // namespace coffer::evm
