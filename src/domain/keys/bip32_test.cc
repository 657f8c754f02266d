#include "domain/keys/bip32.h"

#include <gtest/gtest.h>

#include "domain/crypto/base58.h"
#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::from_hex;

crypto::secp256k1::Context context() { return crypto::secp256k1::Context(Secret<32>()); }

ExtendedPrivateKey derive(std::string_view seed, std::string_view path) {
  const auto master = ExtendedPrivateKey::from_seed(from_hex(seed));
  return master->derive(context(), DerivationPath::parse(path).value()).value();
}

void expect_node(std::string_view seed, std::string_view path, std::string_view xpub, std::string_view xprv) {
  const ExtendedPrivateKey node = derive(seed, path);
  EXPECT_EQ(node.text().expose_text(), xprv) << path;
  EXPECT_EQ(node.neuter(context())->text(), xpub) << path;
  EXPECT_EQ(ExtendedPrivateKey::parse(xprv)->text().expose_text(), xprv);
  EXPECT_EQ(ExtendedPublicKey::parse(xpub)->text(), xpub);
}

constexpr std::string_view kSeed1 = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view kSeed2 =
    "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a57"
    "54514e"
    "4b484542";
constexpr std::string_view kSeed3 =
    "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e"
    "5a3c51"
    "c73235be";

TEST(Bip32, test_vector_1) {
  expect_node(
      kSeed1, "m",
      "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
      "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPH"
      "i");
  expect_node(
      kSeed1, "m/0'/1/2'/2/1000000000",
      "xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEYBVPamhGW6cFJodrTHy",
      "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu7"
      "6");
}

TEST(Bip32, test_vector_2) {
  expect_node(
      kSeed2, "m/0/2147483647'/1/2147483646'/2",
      "xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9rXpVGyy3bdW6EEgAtqt",
      "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7"
      "j");
}

TEST(Bip32, test_vector_3_keeps_leading_zeros) {
  expect_node(
      kSeed3, "m/0'",
      "xpub68NZiKmJWnxxS6aaHmn81bvJeTESw724CRDs6HbuccFQN9Ku14VQrADWgqbhhTHBaohPX4CjNLf9fq9MYo6oDaPPLPxSb7gwQN3ih19Zm4Y",
      "xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYqdq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4"
      "L");
}

TEST(Bip32, refuses_the_invalid_keys_of_test_vector_5) {
  const auto refused = [](std::string_view text) {
    const auto as_private = ExtendedPrivateKey::parse(text);
    const auto as_public = ExtendedPublicKey::parse(text);
    return !as_private && !as_public;
  };
  for (const std::string_view text : {
           // pubkey version / prvkey mismatch
           "xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6LBpB85b3D2yc8sfvZU521AAwdZafEz7mnzBBsz4wKY5fTt"
           "TQBm",
           // prvkey prefix 04
           "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzFGpWnsj83BHtEy5Zt8CcDr1UiRXuWCmTQLxEK9vbz5gPstX"
           "92JQ",
           // zero depth with non-zero parent fingerprint
           "xprv9s2SPatNQ9Vc6GTbVMFPFo7jsaZySyzk7L8n2uqKXJen3KUmvQNTuLh3fhZMBoG3G4ZW1N2kZuHEPY53qmbZzCHshoQnNf4GvELZfqT"
           "Urcv",
           // zero depth with non-zero index
           "xprv9s21ZrQH4r4TsiLvyLXqM9P7k1K3EYhA1kkD6xuquB5i39AU8KF42acDyL3qsDbU9NmZn6MsGSUYZEsuoePmjzsB3eFKSUEh3Gu1N3c"
           "qVUN",
           // unknown version
           "DMwo58pR1QLEFihHiXPVykYB6fJmsTeHvyTp7hRThAtCX8CvYzgPcn8XnmdfHPmHJiEDXkTiJTVV9rHEBUem2mwVbbNfvT2MTcAqj3nesx8"
           "uBf9",
           // private key 0
           "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzF93Y5wvzdUayhgkkFoicQZcP3y52uPPxFnfoLZB21Teqt1V"
           "vEHx",
           // bad checksum
           "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxr"
           "MPHL",
       }) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Bip32, public_and_private_derivation_meet) {
  const ExtendedPrivateKey account = derive(kSeed1, "m/44'/60'/0'");
  const ExtendedPublicKey watched = account.neuter(context()).value();
  for (std::uint32_t index = 0; index < 20; ++index) {
    const DerivationPath path({0, index});
    EXPECT_EQ(watched.derive(path), account.derive(context(), path)->neuter(context()));
  }
}

TEST(Bip32, one_path_is_many_steps) {
  const ExtendedPrivateKey at_once = derive(kSeed2, "m/7/8'/9");
  const auto master = ExtendedPrivateKey::from_seed(from_hex(kSeed2));
  const auto stepwise = master->derive(context(), 7)->derive(context(), 8 | kHardened)->derive(context(), 9);
  EXPECT_EQ(at_once.text().expose_text(), stepwise->text().expose_text());
}

TEST(Bip32, refuses_hardened_children_of_public_keys_and_depth_256) {
  ExtendedPublicKey node = derive(kSeed1, "m").neuter(context()).value();
  EXPECT_FALSE(node.derive(kHardened));
  for (int depth = 0; depth < 255; ++depth) node = node.derive(0).value();
  EXPECT_FALSE(node.derive(0));
  EXPECT_EQ(node.position().depth, 255);
}

TEST(Bip32, refuses_seeds_outside_16_to_64_bytes) {
  EXPECT_FALSE(ExtendedPrivateKey::from_seed(Bytes(15)));
  EXPECT_FALSE(ExtendedPrivateKey::from_seed(Bytes(65)));
  EXPECT_TRUE(ExtendedPrivateKey::from_seed(Bytes(64)));
}

TEST(Bip32, testnet_keys_keep_their_version) {
  const auto master = ExtendedPrivateKey::from_seed(from_hex(kSeed1), KeyNetwork::kTestnet);
  EXPECT_TRUE(master->text().expose_text().starts_with("tprv"));
  const auto child = master->derive(context(), 1)->neuter(context());
  EXPECT_TRUE(child->text().starts_with("tpub"));
  EXPECT_EQ(ExtendedPublicKey::parse(child->text()), child);
}

}  // namespace
}  // namespace coffer::keys
