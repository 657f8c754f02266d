#include <gtest/gtest.h>

#include "apps/tool/batch.h"
#include "apps/tool/operations.h"
#include "domain/testing/vectors.h"

namespace coffer::tool {
namespace {

using coffer::testing::text_of;
using nlohmann::json;

/// One call as a line of a batch.
json call(json line) {
  static const Registry kRegistry(all_operations());
  static const Toolbox kToolbox{.curve = crypto::secp256k1::Context(Secret<32>{})};
  line["id"] = 1;
  return json::parse(answer_line(kRegistry, kToolbox, line.dump()));
}

std::string prefixed(const json& hex) { return "0x" + text_of(hex); }

TEST(ToolKeys, bip39_and_bip32_hold_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bip39/vectors.json");
  for (const auto& [language, list] : json::parse(text).items()) {
    const json& vector = list[0];
    const std::string mnemonic = text_of(vector[1]);
    EXPECT_EQ(call({{"op", "bip39.decode"}, {"mnemonic", mnemonic}, {"language", language}})["result"]["entropy"],
              prefixed(vector[0]));
    const json encoded = call({{"op", "bip39.encode"}, {"entropy", prefixed(vector[0])}, {"language", language}});
    const json again = call({{"op", "bip39.decode"}, {"mnemonic", encoded["result"]["mnemonic"]}});
    EXPECT_EQ(again["result"]["entropy"], prefixed(vector[0]));
    const json seed = call({{"op", "bip39.seed"}, {"mnemonic", mnemonic}, {"passphrase", "TREZOR"}})["result"]["seed"];
    EXPECT_EQ(seed, prefixed(vector[2]));
    EXPECT_EQ(call({{"op", "bip32.derive"}, {"seed", seed}, {"path", "m"}})["result"]["xprv"], text_of(vector[3]));
  }
}

TEST(ToolKeys, bip32_derives_alike_from_private_and_public_keys) {
  const json account =
      call({{"op", "bip32.derive"}, {"seed", "0x000102030405060708090a0b0c0d0e0f"}, {"path", "m/0h"}})["result"];
  const json from_private = call({{"op", "bip32.derive"}, {"xprv", account["xprv"]}, {"path", "m/1"}})["result"];
  const json from_public = call({{"op", "bip32.derive"}, {"xpub", account["xpub"]}, {"path", "m/1"}})["result"];
  EXPECT_EQ(from_private["xpub"], from_public["xpub"]);
  EXPECT_EQ(from_public["depth"], 2);
  EXPECT_FALSE(from_public.contains("xprv"));
  EXPECT_TRUE(from_private.contains("private_key"));
  EXPECT_FALSE(call({{"op", "bip32.derive"}, {"path", "m/1"}})["ok"]);
  EXPECT_FALSE(call({{"op", "bip32.derive"}, {"xpub", account["xpub"]}, {"path", "m/1'"}})["ok"]);
  EXPECT_FALSE(call({{"op", "bip32.derive"}, {"xpub", account["xpub"]}, {"path", "m"}, {"network", "testnet"}})["ok"]);
}

TEST(ToolKeys, slip39_holds_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "slip39/vectors.json");
  for (const json& vector : json::parse(text)) {
    const json answer = call({{"op", "slip39.combine"}, {"shares", vector[1]}, {"passphrase", "TREZOR"}});
    ASSERT_EQ(answer["ok"].get<bool>(), vector[2] != "") << vector[0];
    if (answer["ok"]) EXPECT_EQ(answer["result"]["secret"], prefixed(vector[2]));
  }
}

TEST(ToolKeys, slip39_splits_what_it_combines) {
  json line = {{"op", "slip39.split"},
               {"secret", "0x00112233445566778899aabbccddeeff"},
               {"group_threshold", 2},
               {"groups", {{1, 1}, {2, 3}}},
               {"passphrase", "x"},
               {"identifier", 7},
               {"iteration_exponent", 0},
               {"extendable", false},
               {"entropy", "0x" + std::string(64, '5')}};
  const json shares = call(line)["result"]["shares"];
  ASSERT_EQ(shares.size(), 2);
  ASSERT_EQ(shares[1].size(), 3);
  const json chosen = {shares[0][0], shares[1][2], shares[1][0]};
  EXPECT_EQ(call({{"op", "slip39.combine"}, {"shares", chosen}, {"passphrase", "x"}})["result"]["secret"],
            line["secret"]);
  line["groups"] = {{1, 1}, {17, 17}};
  EXPECT_EQ(call(line)["error"]["code"], "VALIDATION_ERROR");
}

TEST(ToolKeys, slip10_derives_on_every_curve) {
  for (const std::string curve : {"ed25519", "p256", "secp256k1"}) {
    const json answer = call(
        {{"op", "slip10.derive"}, {"curve", curve}, {"seed", "0x000102030405060708090a0b0c0d0e0f"}, {"path", "m/0'"}});
    EXPECT_EQ(text_of(answer["result"]["public_key"]).size(), 68) << curve;
  }
}

TEST(ToolKeys, keystores_open_and_close) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/keystore_basic_tests.json");
  const json vector = json::parse(text)["mycrypto"];
  const json opened =
      call({{"op", "keystore.decrypt"}, {"keystore", vector["json"]}, {"password", vector["password"]}})["result"];
  EXPECT_EQ(opened["private_key"], prefixed(vector["priv"]));
  EXPECT_EQ(hex(parse_hex0x(text_of(opened["address"])).value()), text_of(vector["json"]["address"]));
  const json made = call({{"op", "keystore.encrypt"},
                          {"private_key", opened["private_key"]},
                          {"password", "x"},
                          {"kdf", "pbkdf2"},
                          {"entropy", "0x" + std::string(64, '5')}})["result"];
  EXPECT_EQ(call({{"op", "keystore.decrypt"}, {"keystore", made["keystore"]}, {"password", "x"}})["result"], opened);
  EXPECT_FALSE(call({{"op", "keystore.decrypt"}, {"keystore", made["keystore"]}, {"password", "y"}})["ok"]);
}

TEST(ToolKeys, wif_and_bip38_lead_to_one_key) {
  const json wif = call({{"op", "bitcoin.wif.decode"}, {"wif", "5KN7MzqK5wt2TP1fQCYyHBtDrXdJuXbUzm4A9rKAteGu3Qi5CVR"}});
  const json sealed = call({{"op", "bitcoin.bip38.decrypt"},
                            {"encrypted", "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg"},
                            {"passphrase", "TestingOneTwoThree"}});
  EXPECT_EQ(sealed["result"]["private_key"], "0xcbf4b9f70470856bb4f40f80b87edb90865997ffee6df315ab166d713af433a5");
  EXPECT_EQ(wif["result"]["private_key"], sealed["result"]["private_key"]);
  EXPECT_EQ(wif["result"]["network"], "mainnet");
  EXPECT_EQ(wif["result"]["compressed"], false);
}

TEST(ToolKeys, aead_holds_wycheproof) {
  COFFER_VECTORS_OR_SKIP(text, "wycheproof/aes_gcm_test.json");
  for (const auto& group : json::parse(text)["testGroups"]) {
    if (group["keySize"] == 192) continue;
    for (const auto& test : group["tests"]) {
      const json opened = call({{"op", "aead.open"},
                                {"algorithm", group["keySize"] == 128 ? "aes-128-gcm" : "aes-256-gcm"},
                                {"key", prefixed(test["key"])},
                                {"nonce", prefixed(test["iv"])},
                                {"aad", prefixed(test["aad"])},
                                {"ciphertext", prefixed(test["ct"])},
                                {"tag", prefixed(test["tag"])}});
      ASSERT_EQ(opened["ok"].get<bool>(), test["result"] == "valid") << test["tcId"];
      if (opened["ok"]) EXPECT_EQ(opened["result"]["plaintext"], prefixed(test["msg"]));
    }
  }
}

TEST(ToolKeys, one_time_passwords_are_those_of_the_standards) {
  const std::string secret = hex0x(as_bytes("12345678901234567890"));
  EXPECT_EQ(call({{"op", "hotp"}, {"secret", secret}, {"counter", 0}, {"digits", 6}})["result"]["code"], "755224");
  EXPECT_EQ(
      call(
          {{"op", "totp"}, {"secret", secret}, {"time", 59}, {"digits", 8}, {"period", 30}, {"hash", "sha1"}})["result"]
                                                                                                              ["code"],
      "94287082");
  EXPECT_FALSE(call({{"op", "hotp"}, {"secret", secret}, {"counter", 0}, {"digits", 300}})["ok"]);
}

TEST(ToolKeys, jws_is_verified_and_unsupported_algorithms_are_not) {
  const json key = {{"kty", "OKP"},
                    {"crv", "Ed25519"},
                    {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
                    {"d", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}};
  const std::string jws =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
  const json valid = call({{"op", "jws.verify"}, {"jws", jws}, {"jwk", key}})["result"];
  EXPECT_EQ(valid["valid"], true);
  EXPECT_EQ(valid["payload"], hex0x(as_bytes("Example of Ed25519 signing")));
  const json rsa = {{"kty", "RSA"}, {"n", "AQAB"}, {"e", "AQAB"}};
  EXPECT_EQ(call({{"op", "jws.verify"}, {"jws", jws}, {"jwk", rsa}})["result"], json({{"valid", false}}));
}

}  // namespace
}  // namespace coffer::tool
