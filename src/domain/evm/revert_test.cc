#include "domain/evm/revert.h"

#include <gtest/gtest.h>

#include "domain/evm/address.h"
#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

TEST(Revert, reads_reasons_panics_and_custom_errors) {
  const auto reason =
      abi::encode_call(abi::parse_signature("error Error(string)").value(), {"Not enough Ether provided."});
  EXPECT_EQ(hex(BytesView(reason.value()).first(4)), "08c379a0");
  EXPECT_EQ(decode_revert(reason.value()).text, "Not enough Ether provided.");
  const auto panic = abi::encode_call(abi::parse_signature("error Panic(uint256)").value(), {17});
  EXPECT_EQ(hex(BytesView(panic.value()).first(4)), "4e487b71");
  EXPECT_EQ(decode_revert(panic.value()).text, "an arithmetic operation overflowed or underflowed");
  const auto contract = abi::Interface::from_json({"error TooMuch(uint256 asked,uint256 limit)"}).value();
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

Bytes error(const char* signature, const json& args) {
  return abi::encode_call(abi::parse_signature(signature).value(), args).value();
}

TEST(Revert, has_words_for_every_panic_of_the_compiler) {
  for (const unsigned code : {0x00U, 0x01U, 0x11U, 0x12U, 0x21U, 0x22U, 0x31U, 0x32U, 0x41U, 0x51U}) {
    const Revert revert = decode_revert(error("error Panic(uint256)", {code}));
    EXPECT_EQ(revert.args, json({std::to_string(code)}));
    EXPECT_FALSE(revert.text.starts_with("panic with code")) << code;
  }
  EXPECT_EQ(decode_revert(error("error Panic(uint256)", {99})).text, "panic with code 99");
}

TEST(Revert, knows_the_errors_of_vaults_permits_and_entry_points) {
  EXPECT_EQ(decode_revert(error("error ERC2612ExpiredSignature(uint256)", {9})).text,
            "ERC2612 expired signature: deadline 9");
  EXPECT_EQ(decode_revert(error("error FailedOp(uint256,string)", {0, "AA21 didn't pay prefund"})).text,
            "Failed op: opIndex 0, reason AA21 didn't pay prefund");
  EXPECT_EQ(decode_revert(error("error ERC1155InvalidOperator(address)", {Address{}.text()})).name,
            "ERC1155InvalidOperator");
  EXPECT_EQ(decode_revert(error("error AllowanceExpired(uint256)", {5})).text, "Allowance expired: deadline 5");
}

}  // namespace
}  // namespace coffer::evm
