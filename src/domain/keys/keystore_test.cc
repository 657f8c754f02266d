#include "domain/keys/keystore.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::text_of;

Secret<32> key_of(std::uint8_t number) {
  Secret<32> key;
  key.expose_mutable()[31] = number;
  return key;
}

TEST(Keystore, opens_every_published_file) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/keystore_basic_tests.json");
  int count = 0;
  for (const auto& [name, test] : nlohmann::json::parse(text).items()) {
    const auto key = keystore_decrypt(test["json"].dump(), text_of(test["password"]));
    ASSERT_TRUE(key) << name << ": " << key.error().message;
    EXPECT_EQ(hex(key->expose()), text_of(test["priv"])) << name;
    ++count;
  }
  EXPECT_EQ(count, 5);
}

TEST(Keystore, opens_what_it_wrote_and_under_no_other_password) {
  for (const KeystoreKdf kdf : {KeystoreKdf::kScrypt, KeystoreKdf::kPbkdf2}) {
    const auto made = keystore_encrypt(key_of(7), Bytes(20, 1), "p\xC3\xA4ss", kdf, Bytes(32, 9));
    ASSERT_TRUE(made);
    EXPECT_EQ(hex(keystore_decrypt(*made, "pa\xCC\x88ss")->expose()), hex(key_of(7).expose())) << "NFKD";
    EXPECT_EQ(keystore_decrypt(*made, "pass").error().details.at("field"), "password");
  }
}

TEST(Keystore, the_same_entropy_gives_the_same_file) {
  const auto make = [](std::uint8_t entropy) {
    return keystore_encrypt(key_of(7), Bytes(20, 1), "x", KeystoreKdf::kPbkdf2, Bytes(32, entropy)).value();
  };
  EXPECT_EQ(make(1), make(1));
  EXPECT_NE(make(1), make(2));
  EXPECT_FALSE(keystore_encrypt(key_of(7), Bytes(20, 1), "x", KeystoreKdf::kPbkdf2, Bytes(31)));
}

TEST(Keystore, names_the_member_that_is_wrong) {
  const std::string good = keystore_encrypt(key_of(7), Bytes(20, 1), "x", KeystoreKdf::kPbkdf2, Bytes(32, 1)).value();
  const auto field = [&](const std::string& pointer, const nlohmann::json& value) {
    nlohmann::json changed = nlohmann::json::parse(good);
    changed[nlohmann::json::json_pointer(pointer)] = value;
    return keystore_decrypt(changed.dump(), "x").error().details.at("field");
  };
  EXPECT_EQ(field("/version", 1), "version");
  EXPECT_EQ(field("/crypto/cipher", "aes-256-ctr"), "cipher");
  EXPECT_EQ(field("/crypto/kdf", "argon2"), "kdf");
  EXPECT_EQ(field("/crypto/kdfparams/c", 4'000'000'000U), "iterations");
  EXPECT_EQ(field("/crypto/kdfparams/dklen", 16), "dklen");
  EXPECT_EQ(field("/crypto/kdfparams/prf", "hmac-sha1"), "prf");
  EXPECT_EQ(field("/crypto/cipherparams/iv", "00"), "iv");
  EXPECT_EQ(field("/crypto/ciphertext", "zz"), "ciphertext");
  EXPECT_EQ(field("/crypto/mac", "00"), "password");
  EXPECT_FALSE(keystore_decrypt("[]", "x"));
  EXPECT_FALSE(keystore_decrypt("{", "x"));
}

}  // namespace
}  // namespace coffer::keys
