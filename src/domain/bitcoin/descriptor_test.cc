#include "domain/bitcoin/descriptor.h"

#include <gtest/gtest.h>

namespace coffer::bitcoin {
namespace {

/// For descriptors without extended keys.
class NoKeys final : public KeyDeriver {
 public:
  Result<crypto::secp256k1::PublicKey> derive(std::string_view /*key*/,
                                              const std::vector<std::uint32_t>& /*steps*/) const override {
    return fail(invalid("no extended keys here"));
  }
};

std::string script(std::string_view text) {
  const auto descriptor = Descriptor::parse(text);
  if (!descriptor) return "refused: " + descriptor.error().message;
  const auto out = descriptor->script(0, NoKeys());
  return out ? hex(*out) : "failed: " + out.error().message;
}

// From the examples of Bitcoin Core's doc/descriptors.md and of BIP-381 to BIP-386.
TEST(Descriptor, gives_the_scripts_of_the_standards) {
  EXPECT_EQ(script("pkh(02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5)"),
            "76a91406afd46bcdfd22ef94ac122aa11f241244a37ecc88ac");
  EXPECT_EQ(script("wpkh(02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9)"),
            "00147dd65592d0ab2fe0d0257d571abf032cd9db93dc");
  EXPECT_EQ(script("sh(wpkh(03fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556))"),
            "a914cc6ffbc0bf31af759451068f90ba7a0272b6b33287");
  EXPECT_EQ(script("raw(deadbeef)#89f8spxm"), "deadbeef");
  EXPECT_EQ(script("tr(a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)"),
            "512077aab6e066f8a7419c5ab714c12c67d25007ed55a43cadcacb4d7a970a093f11");
}

TEST(Descriptor, sorts_keys_only_where_it_says_so) {
  const std::string a = "03a0434d9e47f3c86235477c7b1ae6ae5d3442d49b1943c2b752a68e2a47e247c7";
  const std::string b = "02774ae7f858a9411e5ef4246b70c65aac5649980be5c17891bbec17895da008cb";
  EXPECT_NE(script("multi(1," + a + "," + b + ")"), script("multi(1," + b + "," + a + ")"));
  EXPECT_EQ(script("sortedmulti(1," + a + "," + b + ")"), script("sortedmulti(1," + b + "," + a + ")"));
  EXPECT_EQ(script("sortedmulti(1," + a + "," + b + ")"), script("multi(1," + b + "," + a + ")"));
}

TEST(Descriptor, holds_functions_to_their_places) {
  const std::string key = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
  const std::string uncompressed =
      "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554"
      "19"
      "9c47d08ffb10d4b8";
  for (const std::string& text : std::vector<std::string>{
           "sh(sh(pkh(" + key + ")))", "wsh(wpkh(" + key + "))", "wsh(wsh(pkh(" + key + ")))", "sh(tr(" + key + "))",
           "multi_a(1," + key + ")", "tr(" + key + ",multi(1," + key + "))", "wpkh(" + uncompressed + ")",
           "wsh(pkh(" + uncompressed + "))", "multi(2," + key + ")", "multi(0," + key + ")", "pkh(" + key + "",
           "pkh(" + key + "))", "pkh()", "nonsense(" + key + ")", "pkh(" + key + "," + key + ")",
           "multi(1," + key + "," + key + "," + key + "," + key + ")", "tr(" + key + ",{pk(" + key + ")})",
           "pkh(00" + key.substr(2) + ")", "raw(xyz)"})
    EXPECT_TRUE(script(text).starts_with("refused")) << text << " → " << script(text);
  EXPECT_FALSE(script("pkh(" + uncompressed + ")").starts_with("refused"));
}

TEST(Descriptor, refuses_a_checksum_that_does_not_hold) {
  EXPECT_EQ(descriptor_checksum("raw(deadbeef)").value(), "89f8spxm");
  for (const char* text : {"raw(deadbeef)#89f8spxn", "raw(deadbeef)#", "raw(deadbeef)#89f8spx",
                           "raw(deadbeef)##89f8spxm", "raw(dead\xc3\xa9)#89f8spxm"})
    EXPECT_TRUE(script(text).starts_with("refused")) << text;
}

TEST(Descriptor, reads_origins_paths_and_wildcards) {
  const std::string xpub =
      "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8";
  const auto descriptor = Descriptor::parse("wpkh([d34db33f/84h/0'/0h]" + xpub + "/1/*)").value();
  EXPECT_TRUE(descriptor.is_ranged());
  EXPECT_EQ(descriptor.root().keys[0].path, std::vector<std::uint32_t>{1});
  for (const std::string& text : {"wpkh([d34db33]" + xpub + ")", "wpkh([d34db33f/x]" + xpub + ")",
                                  "wpkh(" + xpub + "/*/1)", "wpkh(" + xpub + "/2147483648)", "wpkh(" + xpub + "//1)"})
    EXPECT_FALSE(Descriptor::parse(text)) << text;
}

}  // namespace
}  // namespace coffer::bitcoin
