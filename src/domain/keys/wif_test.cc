#include "domain/keys/wif.h"

#include <gtest/gtest.h>

#include "domain/crypto/base58.h"
#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::from_hex;

TEST(Wif, reads_both_forms_of_one_key_and_writes_them_back) {
  const auto check = [](std::string_view text, bool compressed, KeyNetwork network) {
    const auto wif = parse_wif(text);
    ASSERT_TRUE(wif) << text;
    EXPECT_EQ(hex(wif->key.expose()), "0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d");
    EXPECT_EQ(wif->compressed, compressed);
    EXPECT_EQ(wif->network, network);
    EXPECT_EQ(print_wif(*wif).expose_text(), text);
  };
  check("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", false, KeyNetwork::kMainnet);
  check("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617", true, KeyNetwork::kMainnet);
  check("cMzLdeGd5vEqxB8B6VFQoRopQ3sLAAvEzDAoQgvX54xwofSWj1fx", true, KeyNetwork::kTestnet);
}

TEST(Wif, refuses_everything_else) {
  const std::string key = std::string(62, '0') + "07";
  const std::string zero(64, '0');
  for (const std::string& payload : {"81" + key, "80" + key + "02", "80" + key + "0101", "80" + key.substr(2),
                                     "80" + zero, "80" + std::string(64, 'f'), std::string()}) {
    EXPECT_FALSE(parse_wif(crypto::base58check(from_hex(payload)))) << payload;
  }
  EXPECT_FALSE(parse_wif("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK"));
}

}  // namespace
}  // namespace coffer::keys
