#include "domain/crypto/schnorr.h"

#include <gtest/gtest.h>

#include <sstream>

#include "domain/testing/vectors.h"

namespace coffer::crypto::schnorr {
namespace {

using coffer::testing::array_from_hex;
using coffer::testing::from_hex;
using coffer::testing::text_of;

secp256k1::Context context() { return secp256k1::Context(Secret<32>()); }

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) out.push_back(cell);
  return out;
}

void expect_signature(const std::vector<std::string>& row) {
  const auto key = Secret<32>::copy_of(array_from_hex<32>(row[1]));
  const auto made = sign(context(), key, from_hex(row[4]), array_from_hex<32>(row[3]));
  ASSERT_TRUE(made) << "vector " << row[0];
  ASSERT_EQ(to_bytes(BytesView(*made)), from_hex(row[5])) << "vector " << row[0];
  ASSERT_EQ(XOnlyPublicKey::of(*context().public_key(key)), XOnlyPublicKey::parse(from_hex(row[2])));
}

TEST(Bip340, signs_and_verifies_every_published_vector) {
  COFFER_VECTORS_OR_SKIP(text, "bip340/test-vectors.csv");
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  int count = 0;
  for (; std::getline(lines, line); ++count) {
    const auto row = columns(line);
    const auto key = XOnlyPublicKey::parse(from_hex(row[2]));
    ASSERT_EQ(key && verify(*key, from_hex(row[4]), from_hex(row[5])), row[6] == "TRUE") << "vector " << row[0];
    if (!row[1].empty()) expect_signature(row);
  }
  EXPECT_EQ(count, 19);
}

TEST(Bip340, refuses_a_key_of_zero_and_a_signature_of_another_length) {
  EXPECT_FALSE(sign(context(), Secret<32>(), as_bytes("x"), {}));
  const auto key = XOnlyPublicKey::parse(from_hex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9"));
  EXPECT_FALSE(verify(*key, as_bytes("x"), Bytes(63)));
}

TEST(Bip341, tweaks_public_keys_as_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  for (const auto& test : nlohmann::json::parse(text)["scriptPubKey"]) {
    const auto internal = XOnlyPublicKey::parse(from_hex(text_of(test["given"]["internalPubkey"])));
    const auto& expected = test["intermediary"];
    Bytes root;
    if (expected.contains("merkleRoot") && expected["merkleRoot"].is_string()) {
      root = from_hex(text_of(expected["merkleRoot"]));
    }
    EXPECT_EQ(hex(taproot_tweak(*internal, root)), text_of(expected["tweak"]));
    EXPECT_EQ(hex(taproot_output(*internal, root)->key.bytes()), text_of(expected["tweakedPubkey"]));
  }
}

TEST(Bip341, tweaks_private_keys_as_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  for (const auto& test : nlohmann::json::parse(text)["keyPathSpending"][0]["inputSpending"]) {
    const auto key = Secret<32>::copy_of(array_from_hex<32>(text_of(test["given"]["internalPrivkey"])));
    Bytes root;
    if (test["given"]["merkleRoot"].is_string()) root = from_hex(text_of(test["given"]["merkleRoot"]));
    const auto tweaked = taproot_private_key(context(), key, root);
    ASSERT_EQ(hex(tweaked->expose()), text_of(test["intermediary"]["tweakedPrivkey"]));
    const auto digest = from_hex(text_of(test["intermediary"]["sigHash"]));
    const std::string witness = text_of(test["expected"]["witness"][0]);
    EXPECT_EQ(hex(*sign(context(), *tweaked, digest, {})), witness.substr(0, 128));
  }
}

}  // namespace
}  // namespace coffer::crypto::schnorr
