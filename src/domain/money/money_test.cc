#include <gtest/gtest.h>

#include "base/entropy.h"
#include "domain/money/caip10.h"
#include "domain/money/caip19.h"
#include "domain/money/caip2.h"
#include "domain/money/decimal.h"
#include "domain/money/networks.h"

namespace coffer::money {
namespace {

std::string parsed(std::string_view text, unsigned decimals) {
  const auto amount = parse_amount(text, decimals);
  return amount ? amount->decimal() : "refused";
}

TEST(Decimal, parses_exactly) {
  EXPECT_EQ(parsed("1.5", 18), "1500000000000000000");
  EXPECT_EQ(parsed("0", 8), "0");
  EXPECT_EQ(parsed("0.00000001", 8), "1");
  EXPECT_EQ(parsed("1.500", 1), "15");
  EXPECT_EQ(parsed("12.0", 0), "12");
  EXPECT_EQ(parsed(U256::max().decimal(), 0), U256::max().decimal());
}

TEST(Decimal, refuses_what_is_not_exact_or_not_plain) {
  for (const char* text :
       {"", ".5", "5.", "1.2.3", "-1", "+1", "1e3", " 1", "1,000", "01", "00.1", "0x1", "1.234567891"})
    EXPECT_EQ(parsed(text, 8), "refused") << text;
  EXPECT_EQ(parsed(U256::max().decimal(), 1), "refused");
  EXPECT_EQ(parsed("1", 78), "refused");
}

TEST(Decimal, prints_the_shortest_exact_text) {
  EXPECT_EQ(format_amount(1'500'000, 6).value(), "1.5");
  EXPECT_EQ(format_amount(1, 18).value(), "0.000000000000000001");
  EXPECT_EQ(format_amount(100, 2).value(), "1");
  EXPECT_EQ(format_amount(0, 18).value(), "0");
  EXPECT_EQ(format_amount(7, 0).value(), "7");
}

TEST(Decimal, comes_back_from_its_text) {
  SeededEntropy entropy(11);
  for (int i = 0; i < 20'000; ++i) {
    ByteArray<34> raw{};
    ASSERT_TRUE(entropy.fill(raw));
    const U256 amount = *U256::from_big_endian(BytesView(raw).subspan(2, raw[0] % 33));
    const unsigned decimals = raw[1] % (kMaxDecimals + 1);
    ASSERT_EQ(parse_amount(format_amount(amount, decimals).value(), decimals).value(), amount);
  }
}

TEST(Caip, names_networks_accounts_and_assets) {
  EXPECT_EQ(ChainId::parse("eip155:1").value().evm_chain_id(), 1U);
  EXPECT_EQ(ChainId::evm(8453).text(), "eip155:8453");
  EXPECT_FALSE(ChainId::parse("eip155:01").value().evm_chain_id());
  const char* asset = "eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769";
  EXPECT_EQ(AssetId::parse(asset).value().text(), asset);
  EXPECT_EQ(AssetId::parse("eip155:1/slip44:60").value().reference, "60");
  EXPECT_EQ(AccountId::parse("eip155:1:0xab16").value().address, "0xab16");
}

TEST(Caip, refuses_other_forms) {
  for (const char* text : {"", "eip155", "eip155:", "ei:1", "eip155:1:2", "EIP155:1", "eip155:1/erc20", "eip155:a b"})
    EXPECT_FALSE(ChainId::parse(text)) << text;
  for (const char* text : {"eip155:1", "eip155:1/", "eip155:1/erc20", "eip155:1/erc20:", "eip155:1/erc20:0x1/"})
    EXPECT_FALSE(AssetId::parse(text)) << text;
}

TEST(Networks, are_found_by_short_id_and_by_caip_2) {
  ASSERT_NE(find_network("ethereum"), nullptr);
  EXPECT_EQ(find_network("ethereum"), find_network("eip155:1"));
  EXPECT_EQ(find_network("nowhere"), nullptr);
  for (const Network& network : known_networks()) EXPECT_TRUE(ChainId::parse(network.chain)) << network.id;
}

}  // namespace
}  // namespace coffer::money
