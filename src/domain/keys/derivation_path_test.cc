#include "domain/keys/derivation_path.h"

#include <gtest/gtest.h>

namespace coffer::keys {
namespace {

TEST(DerivationPath, reads_every_mark_of_hardening_and_prints_the_apostrophe) {
  for (const std::string_view text : {"m/44'/60'/0'/0/5", "m/44h/60H/0'/0/5", "44'/60'/0'/0/5"}) {
    EXPECT_EQ(DerivationPath::parse(text)->text(), "m/44'/60'/0'/0/5");
  }
  EXPECT_EQ(DerivationPath::parse("m")->text(), "m");
  EXPECT_EQ(DerivationPath::parse("m/2147483647'")->steps().front(), 0xffffffffU);
}

TEST(DerivationPath, refuses_every_other_text) {
  for (const std::string_view text :
       {"", "m/", "/", "m//0", "m/0/", "m/-1", "m/+1", "m/01", "m/2147483648", "m/4294967296", "m/0''", "m/'", "m/0x1",
        "m/ 0", "n/0", "m/0\"", "m/99999999999999999999"}) {
    EXPECT_FALSE(DerivationPath::parse(text)) << text;
  }
}

TEST(DerivationPath, has_at_most_255_steps) {
  std::string text = "m";
  for (int i = 0; i < 255; ++i) text += "/0";
  EXPECT_EQ(DerivationPath::parse(text)->steps().size(), 255);
  EXPECT_FALSE(DerivationPath::parse(text + "/0"));
}

TEST(DerivationPath, follows_bip_44_and_its_relatives) {
  EXPECT_EQ(address_path(Purpose::kBip44, kCoinEthereum, 0, 0, 7).text(), "m/44'/60'/0'/0/7");
  EXPECT_EQ(account_path(Purpose::kBip84, kCoinBitcoin, 2).text(), "m/84'/0'/2'");
  EXPECT_TRUE(account_path(Purpose::kBip86, kCoinTestnet, 0).is_hardened_throughout());
  EXPECT_FALSE(address_path(Purpose::kBip49, kCoinBitcoin, 0, 1, 0).is_hardened_throughout());
}

}  // namespace
}  // namespace coffer::keys
