#include "domain/keys/bip38.h"

#include <gtest/gtest.h>

#include "domain/keys/wif.h"

namespace coffer::keys {
namespace {

std::string decrypt(std::string_view encrypted, std::string_view passphrase) {
  auto opened = bip38_decrypt(crypto::secp256k1::Context(Secret<32>()), encrypted, passphrase);
  if (!opened) return opened.error().message;
  const Wif wif{.key = std::move(opened->key), .compressed = opened->compressed, .network = KeyNetwork::kMainnet};
  return std::string(print_wif(wif).expose_text());
}

TEST(Bip38, opens_the_given_keys_of_the_standard) {
  EXPECT_EQ(decrypt("6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg", "TestingOneTwoThree"),
            "5KN7MzqK5wt2TP1fQCYyHBtDrXdJuXbUzm4A9rKAteGu3Qi5CVR");
  EXPECT_EQ(decrypt("6PYNKZ1EAgYgmQfmNVamxyXVWHzK5s6DGhwP4J5o44cvXdoY7sRzhtpUeo", "TestingOneTwoThree"),
            "L44B5gGEpqEDRS9vVPz7QT35jcBG2r3CZwSwQ4fCewXAhAhqGVpP");
}

TEST(Bip38, opens_the_multiplied_keys_of_the_standard) {
  EXPECT_EQ(decrypt("6PfQu77ygVyJLZjfvMLyhLMQbYnu5uguoJJ4kMCLqWwPEdfpwANVS76gTX", "TestingOneTwoThree"),
            "5K4caxezwjGCGfnoPTZ8tMcJBLB7Jvyjv4xxeacadhq8nLisLR2");
  EXPECT_EQ(decrypt("6PgNBNNzDkKdhkT6uJntUXwwzQV8Rr2tZcbkDcuC9DZRsS6AtHts4Ypo1j", "MOLON LABE"),
            "5JLdxTtcTHcfYcmJsNVy1v2PMDx432JPoYcBTVVRHpPaxUrdtf8");
}

TEST(Bip38, refuses_a_wrong_passphrase_and_broken_texts) {
  EXPECT_EQ(decrypt("6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg", "TestingOneTwoFour"),
            "BIP-38: not the passphrase of this key");
  EXPECT_EQ(decrypt("6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGh", "TestingOneTwoThree"),
            "base58check: the checksum does not hold");
  EXPECT_EQ(decrypt("5KN7MzqK5wt2TP1fQCYyHBtDrXdJuXbUzm4A9rKAteGu3Qi5CVR", "x"),
            "BIP-38: must be 39 bytes that begin with 01");
}

}  // namespace
}  // namespace coffer::keys
