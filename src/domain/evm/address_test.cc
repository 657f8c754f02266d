#include "domain/evm/address.h"

#include <gtest/gtest.h>

#include "domain/crypto/keccak.h"
#include "domain/crypto/secp256k1.h"
#include "domain/evm/create.h"
#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

// The examples of EIP-55.
constexpr std::array kChecksummed = {
    "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"};

TEST(Address, prints_and_parses_the_examples_of_eip_55) {
  for (const char* text : kChecksummed) {
    const auto address = Address::parse(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->text(), text);
  }
}

TEST(Address, accepts_one_case_and_refuses_a_wrong_checksum) {
  EXPECT_TRUE(Address::parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"));
  EXPECT_TRUE(Address::parse("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"));
  EXPECT_FALSE(Address::parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"));
}

TEST(Address, refuses_other_forms) {
  for (const char* text :
       {"", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg"})
    EXPECT_FALSE(Address::parse(text)) << text;
}

TEST(Address, follows_from_the_public_key_as_published) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/keyaddrtest.json");
  const crypto::secp256k1::Context context(Secret<32>{});
  for (const auto& vector : nlohmann::json::parse(text)) {
    const auto key = Secret<32>::from(testing::from_hex(testing::text_of(vector["key"])));
    const auto public_key = context.public_key(key.value());
    ASSERT_TRUE(public_key);
    const std::string expected = testing::text_of(vector["addr"]);
    for (const Bytes& form :
         {to_bytes(BytesView(public_key->compressed())), to_bytes(BytesView(public_key->uncompressed())),
          to_bytes(BytesView(public_key->uncompressed()).subspan(1))})
      EXPECT_EQ(hex(Address::from_public_key(form).value().bytes), expected);
  }
}

TEST(Create, gives_the_addresses_of_a_first_deployer) {
  const auto from = Address::parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0").value();
  EXPECT_EQ(hex(create_address(from, 0).bytes), "cd234a471b72ba2f1ccf0a70fcaba648a5eecd8d");
  EXPECT_EQ(hex(create_address(from, 1).bytes), "343c43a37d37dff08ae8c4a11544c718abb4fcf8");
}

TEST(Create2, gives_the_examples_of_eip_1014) {
  const auto check = [](const char* from, const char* salt, const char* init_code, const char* expected) {
    const Hash code{crypto::keccak256(testing::from_hex(init_code))};
    EXPECT_EQ(create2_address(Address::parse(from).value(), Hash::parse(salt).value(), code).text(), expected);
  };
  const char* zero = "0x0000000000000000000000000000000000000000000000000000000000000000";
  check("0x0000000000000000000000000000000000000000", zero, "00", "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38");
  check("0xdeadbeef00000000000000000000000000000000", zero, "00", "0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3");
  check("0x00000000000000000000000000000000deadbeef",
        "0x00000000000000000000000000000000000000000000000000000000cafebabe", "deadbeef",
        "0x60f3f640a8508fC6a86d45DF051962668E1e8AC7");
  check("0x0000000000000000000000000000000000000000", zero, "", "0xE33C0C7F7df4809055C3ebA6c09CFe4BaF1BD9e0");
}

}  // namespace
}  // namespace coffer::evm
