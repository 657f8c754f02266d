#include "domain/crypto/secp256k1.h"

#include <cryptopp/eccrypto.h>
#include <cryptopp/oids.h>
#include <gtest/gtest.h>

#include "domain/crypto/sha2.h"
#include "domain/testing/vectors.h"

namespace coffer::crypto::secp256k1 {
namespace {

using coffer::testing::array_from_hex;
using coffer::testing::from_hex;
using coffer::testing::text_of;

constexpr std::string_view kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

Secret<32> key_of(std::string_view text) { return Secret<32>::copy_of(array_from_hex<32>(text)); }
Secret<32> key_of(std::uint8_t number) {
  Secret<32> key;
  key.expose_mutable()[31] = number;
  return key;
}
Context context() { return Context(key_of(7)); }

// RFC 6979 by another implementation; it leaves s as it comes.
EcdsaSignature oracle_signature(const Secret<32>& key, std::string_view message) {
  CryptoPP::ECDSA_RFC6979<CryptoPP::ECP, CryptoPP::SHA256>::PrivateKey oracle_key;
  oracle_key.Initialize(CryptoPP::ASN1::secp256k1(), CryptoPP::Integer(key.expose().data(), 32));
  const CryptoPP::ECDSA_RFC6979<CryptoPP::ECP, CryptoPP::SHA256>::Signer signer(oracle_key);
  ByteArray<64> out;
  const BytesView bytes = as_bytes(message);
  signer.SignMessage(CryptoPP::NullRNG(), bytes.data(), bytes.size(), out.data());
  return EcdsaSignature::from_compact(out).value();
}

TEST(Secp256k1, signs_with_the_nonce_of_rfc_6979) {
  for (std::uint8_t i = 1; i <= 40; ++i) {
    const std::string message = "message " + std::to_string(i);
    const auto made = context().sign(key_of(i), sha256(as_bytes(message)));
    const EcdsaSignature expected = oracle_signature(key_of(i), message);
    ASSERT_EQ(made->signature.r, expected.r);
    ASSERT_EQ(made->signature.s == expected.s, is_low_s(expected)) << "s is the low one of the two";
    ASSERT_TRUE(is_low_s(made->signature));
  }
}

TEST(Secp256k1, agrees_with_wycheproof) {
  COFFER_VECTORS_OR_SKIP(text, "wycheproof/ecdsa_secp256k1_sha256_bitcoin_test.json");
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
  EXPECT_EQ(count, 463);
}

TEST(Secp256k1, recovers_the_signer) {
  for (std::uint8_t i = 1; i <= 40; ++i) {
    const Hash256 digest = sha256(BytesView(&i, 1));
    const auto made = context().sign(key_of(i), digest);
    ASSERT_LE(made->recovery_id, 1);
    ASSERT_EQ(recover(digest, *made), context().public_key(key_of(i)));
    ASSERT_TRUE(verify(*recover(digest, *made), digest, made->signature));
  }
}

TEST(Secp256k1, recovery_refuses_what_nobody_can_have_signed) {
  const Hash256 digest = sha256(as_bytes("x"));
  auto made = context().sign(key_of(1), digest).value();
  made.recovery_id = 4;
  EXPECT_FALSE(recover(digest, made));
  made.recovery_id = 2;  // r + n is above the field's prime
  EXPECT_FALSE(recover(digest, made));
  made.recovery_id = 0;
  made.signature.s = array_from_hex<32>(kOrder);
  EXPECT_FALSE(recover(digest, made));
  made.signature.s = {};
  EXPECT_FALSE(recover(digest, made));
}

TEST(Secp256k1, verification_refuses_high_s) {
  const Hash256 digest = sha256(as_bytes("x"));
  auto made = context().sign(key_of(1), digest).value();
  const PublicKey key = context().public_key(key_of(1)).value();
  ASSERT_TRUE(verify(key, digest, made.signature));
  auto s = Secret<32>::copy_of(made.signature.s);
  ASSERT_TRUE(negate(s));
  std::ranges::copy(s.expose(), made.signature.s.begin());
  EXPECT_FALSE(is_low_s(made.signature));
  EXPECT_FALSE(verify(key, digest, made.signature));
}

TEST(Secp256k1, refuses_private_keys_outside_the_range) {
  for (const std::string_view bad :
       {std::string_view("0000000000000000000000000000000000000000000000000000000000000000"), kOrder,
        std::string_view("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")}) {
    EXPECT_FALSE(is_private_key(key_of(bad)));
    EXPECT_FALSE(context().public_key(key_of(bad)));
    EXPECT_FALSE(context().sign(key_of(bad), {}));
  }
}

TEST(Secp256k1, releases_no_signature_of_another_key) {
  const Hash256 digest = sha256(as_bytes("x"));
  const PublicKey expected = context().public_key(key_of(1)).value();
  EXPECT_TRUE(context().sign_verified(key_of(1), expected, digest));
  const auto refused = context().sign_verified(key_of(2), expected, digest);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInternal);
  const auto plain = context().sign_ecdsa_verified(key_of(2), expected, digest);
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.error().code, ErrorCode::kInternal);
}

TEST(Secp256k1, the_signature_is_the_same_with_and_without_its_recovery_id) {
  const Hash256 digest = sha256(as_bytes("x"));
  const PublicKey expected = context().public_key(key_of(1)).value();
  EXPECT_EQ(context().sign_ecdsa_verified(key_of(1), expected, digest),
            context().sign_verified(key_of(1), expected, digest)->signature);
}

TEST(Secp256k1, blinding_changes_no_result) {
  const Hash256 digest = sha256(as_bytes("x"));
  EXPECT_EQ(Context(key_of(1)).sign(key_of(9), digest), Context(key_of(2)).sign(key_of(9), digest));
}

TEST(Secp256k1PublicKey, reads_both_forms_and_writes_them_back) {
  const PublicKey key = context().public_key(key_of(1)).value();
  EXPECT_EQ(hex(key.compressed()), "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
  EXPECT_EQ(PublicKey::parse(key.compressed()), key);
  EXPECT_EQ(PublicKey::parse(key.uncompressed()), key);
}

TEST(Secp256k1PublicKey, refuses_hybrid_forms_foreign_points_and_other_lengths) {
  Bytes hybrid = to_bytes(context().public_key(key_of(1))->uncompressed());
  hybrid[0] = 6;
  EXPECT_FALSE(PublicKey::parse(hybrid));
  hybrid[0] = 4;
  hybrid[64] ^= 1;
  EXPECT_FALSE(PublicKey::parse(hybrid));
  EXPECT_FALSE(PublicKey::parse(Bytes(33, 2)) && PublicKey::parse(Bytes(32, 2)));
  EXPECT_FALSE(PublicKey::parse({}));
}

TEST(Secp256k1, tweaks_of_both_halves_agree) {
  const ByteArray<32> tweak = sha256(as_bytes("tweak"));
  Secret<32> key = key_of(5);
  const PublicKey before = context().public_key(key).value();
  ASSERT_TRUE(add_tweak(key, tweak));
  EXPECT_EQ(before.plus_tweak(tweak), context().public_key(key));
}

TEST(Secp256k1, refuses_a_tweak_that_is_the_order_or_ends_at_zero) {
  Secret<32> key = key_of(1);
  EXPECT_FALSE(add_tweak(key, array_from_hex<32>(kOrder)));
  Secret<32> one = key_of(1);
  EXPECT_FALSE(add_tweak(one, array_from_hex<32>("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140")));
}

}  // namespace
}  // namespace coffer::crypto::secp256k1
