#include "domain/crypto/p256.h"

#include <cryptopp/eccrypto.h>
#include <cryptopp/oids.h>
#include <gtest/gtest.h>

#include "domain/crypto/sha2.h"
#include "domain/testing/vectors.h"

namespace coffer::crypto::p256 {
namespace {

using coffer::testing::array_from_hex;
using coffer::testing::from_hex;
using coffer::testing::text_of;

Secret<32> rfc6979_key() {
  return Secret<32>::copy_of(array_from_hex<32>("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
}

Secret<32> key_of(std::uint8_t number) {
  Secret<32> key;
  key.expose_mutable()[31] = number;
  return key;
}

using OracleEcdsa = CryptoPP::ECDSA_RFC6979<CryptoPP::ECP, CryptoPP::SHA256>;

EcdsaSignature oracle_signature(const Secret<32>& key, std::string_view message) {
  OracleEcdsa::PrivateKey oracle_key;
  oracle_key.Initialize(CryptoPP::ASN1::secp256r1(), CryptoPP::Integer(key.expose().data(), 32));
  ByteArray<64> out;
  const BytesView bytes = as_bytes(message);
  OracleEcdsa::Signer(oracle_key).SignMessage(CryptoPP::NullRNG(), bytes.data(), bytes.size(), out.data());
  return EcdsaSignature::from_compact(out).value();
}

TEST(P256, signs_as_rfc_6979_appendix_a_2_5) {
  const auto test = sign(rfc6979_key(), sha256(as_bytes("test")));
  EXPECT_EQ(hex(test->signature.r), "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367");
  EXPECT_EQ(hex(test->signature.s), "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
  const auto sample = sign(rfc6979_key(), sha256(as_bytes("sample")));
  EXPECT_EQ(hex(sample->signature.r), "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
  EXPECT_EQ(hex(sample->signature.s), "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9")
      << "the RFC's s is the high one";
}

TEST(P256, signs_as_another_implementation_up_to_the_sign_of_s) {
  for (std::uint8_t i = 1; i <= 40; ++i) {
    const std::string message = "message " + std::to_string(i);
    const auto made = sign(key_of(i), sha256(as_bytes(message)));
    const EcdsaSignature expected = oracle_signature(key_of(i), message);
    ASSERT_EQ(made->signature.r, expected.r);
    ASSERT_LE(made->signature.s[0], 0x7f) << "low s";
    ASSERT_TRUE(verify(*public_key(key_of(i)), sha256(as_bytes(message)), expected)) << "verification takes any s";
  }
}

TEST(P256, agrees_with_wycheproof) {
  COFFER_VECTORS_OR_SKIP(text, "wycheproof/ecdsa_secp256r1_sha256_test.json");
  int count = 0;
  for (const auto& group : nlohmann::json::parse(text)["testGroups"]) {
    const auto key = PublicKey::parse(from_hex(text_of(group["publicKey"]["uncompressed"])));
    ASSERT_TRUE(key);
    for (const auto& test : group["tests"]) {
      const auto signature = EcdsaSignature::from_der(from_hex(text_of(test["sig"])));
      const Hash256 digest = sha256(from_hex(text_of(test["msg"])));
      ASSERT_EQ(signature && verify(*key, digest, *signature), test["result"] == "valid") << test["tcId"];
      ++count;
    }
  }
  EXPECT_EQ(count, 484);
}

TEST(P256, refuses_private_keys_outside_the_range) {
  const auto order =
      Secret<32>::copy_of(array_from_hex<32>("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));
  EXPECT_FALSE(is_private_key(Secret<32>()));
  EXPECT_FALSE(is_private_key(order));
  EXPECT_FALSE(sign(Secret<32>(), {}));
  EXPECT_FALSE(public_key(order));
  EXPECT_FALSE(add_keys(key_of(1), order));
}

TEST(P256, sums_of_keys_are_keys_of_sums) {
  EXPECT_EQ(hex(add_keys(key_of(3), key_of(4))->expose()), hex(key_of(7).expose()));
  const auto minus_one =
      Secret<32>::copy_of(array_from_hex<32>("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"));
  EXPECT_FALSE(add_keys(minus_one, key_of(1))) << "the sum is 0";
  EXPECT_EQ(hex(add_keys(minus_one, key_of(3))->expose()), hex(key_of(2).expose()));
}

TEST(P256PublicKey, reads_all_forms_and_refuses_what_is_no_point) {
  const PublicKey key = public_key(rfc6979_key()).value();
  EXPECT_EQ(
      hex(key.uncompressed()),
      "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f"
      "5177a3c294d4462299");
  EXPECT_EQ(PublicKey::parse(key.compressed()), key);
  EXPECT_EQ(PublicKey::from_coordinates(BytesView(key.uncompressed()).subspan(1, 32),
                                        BytesView(key.uncompressed()).subspan(33)),
            key);
  Bytes off_curve = to_bytes(key.uncompressed());
  off_curve[64] ^= 1;
  EXPECT_FALSE(PublicKey::parse(off_curve));
  EXPECT_FALSE(PublicKey::parse(Bytes(1)));
  EXPECT_FALSE(PublicKey::from_coordinates(Bytes(31), Bytes(32)));
}

}  // namespace
}  // namespace coffer::crypto::p256
