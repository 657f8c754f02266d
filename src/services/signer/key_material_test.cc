#include "services/signer/key_material.h"

#include <gtest/gtest.h>

namespace coffer::signer {
namespace {

constexpr std::string_view kMnemonic =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

TEST(KeyMaterial, seeds_keep_entropy_language_and_the_bip39_seed) {
  const KeyMaterial material = seed_from_mnemonic(kMnemonic, "TREZOR").value();
  const KeyMaterial read = parse_material(serialize(material).expose()).value();
  const Seed& seed = std::get<Seed>(read);
  EXPECT_EQ(hex(seed.seed.expose()).substr(0, 16), "c55257c360c07c72");
  EXPECT_EQ(hex(seed.entropy.expose()), std::string(32, '0'));
  EXPECT_EQ(seed.language, keys::Language::kEnglish);
  EXPECT_EQ(kind_name(read), "seed");
  EXPECT_TRUE(same_material(material, read));
}

TEST(KeyMaterial, typing_more_spaces_makes_no_other_wallet) {
  const std::string spaced = "  " + std::string(kMnemonic.substr(0, 7)) + "   " + std::string(kMnemonic.substr(8));
  EXPECT_TRUE(same_material(*seed_from_mnemonic(spaced, ""), *seed_from_mnemonic(kMnemonic, "")));
}

TEST(KeyMaterial, names_the_field_of_a_bad_mnemonic_and_not_its_words) {
  const auto refused = seed_from_mnemonic("zoo zoo zoo", "");
  EXPECT_EQ(refused.error().details.at("field"), "mnemonic");
  EXPECT_EQ(refused.error().message.find("zoo"), std::string::npos);
}

TEST(KeyMaterial, single_keys_are_in_range) {
  Bytes key(32, 0);
  EXPECT_EQ(single_key(key).error().details.at("field"), "private_key");
  key[31] = 1;
  const KeyMaterial material = single_key(key).value();
  EXPECT_EQ(kind_name(material), "secp256k1");
  EXPECT_TRUE(same_material(material, *parse_material(serialize(material).expose())));
  EXPECT_FALSE(single_key(Bytes(31, 1)));
}

TEST(KeyMaterial, refuses_other_formats) {
  const SecretBytes good = serialize(*seed_from_mnemonic(kMnemonic, ""));
  for (const std::size_t size : {0UL, 1UL, 40UL, 82UL}) EXPECT_FALSE(parse_material(good.expose().first(size)));
  for (const std::size_t position : {0UL, 1UL, 66UL}) {
    SecretBytes changed = good.clone();
    changed.expose_mutable()[position] = 0xff;
    EXPECT_FALSE(parse_material(changed.expose())) << position;
  }
}

}  // namespace
}  // namespace coffer::signer
