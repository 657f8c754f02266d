#include <cryptopp/hkdf.h>
#include <cryptopp/scrypt.h>
#include <cryptopp/sha.h>
#include <gtest/gtest.h>

#include "domain/crypto/hkdf.h"
#include "domain/crypto/hmac.h"
#include "domain/crypto/pbkdf2.h"
#include "domain/crypto/scrypt.h"
#include "domain/testing/vectors.h"

namespace coffer::crypto {
namespace {

using coffer::testing::from_hex;
using coffer::testing::text_of;

TEST(Hmac, is_that_of_rfc_4231_test_case_2) {
  const BytesView key = as_bytes("Jefe");
  const BytesView data = as_bytes("what do ya want for nothing?");
  EXPECT_EQ(hex(hmac(HashAlgorithm::kSha256, key, {data})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hex(hmac(HashAlgorithm::kSha512, key, {data})),
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b"
      "636e070a38bce737");
  EXPECT_EQ(hex(hmac(HashAlgorithm::kSha1, key, {data})), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Hmac, hashes_a_key_longer_than_the_block_first) {
  const Bytes key(131, 0xaa);
  EXPECT_EQ(hex(hmac_sha256(key, {as_bytes("Test Using Larger Than Block-Size Key - "), as_bytes("Hash Key First")})),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hkdf, is_that_of_rfc_5869_test_case_1) {
  const Bytes key(22, 0x0b);
  const auto okm =
      hkdf(HashAlgorithm::kSha256, key, from_hex("000102030405060708090a0b0c"), from_hex("f0f1f2f3f4f5f6f7f8f9"), 42);
  EXPECT_EQ(hex(okm->expose()), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Hkdf, takes_an_empty_salt_and_info_as_rfc_5869_test_case_3) {
  const Bytes key(22, 0x0b);
  const auto okm = hkdf(HashAlgorithm::kSha256, key, {}, {}, 42);
  EXPECT_EQ(hex(okm->expose()), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, agrees_with_another_implementation_up_to_its_limit) {
  const Bytes key = from_hex("00112233445566778899aabbccddeeff");
  for (const std::size_t length : {1UL, 64UL, 65UL, 1000UL, 255UL * 64}) {
    Bytes expected(length);
    CryptoPP::HKDF<CryptoPP::SHA512>().DeriveKey(expected.data(), length, key.data(), key.size(), key.data(), 8,
                                                 key.data(), 3);
    const auto okm = hkdf(HashAlgorithm::kSha512, key, BytesView(key).first(8), BytesView(key).first(3), length);
    ASSERT_EQ(to_bytes(okm->expose()), expected) << length;
  }
}

TEST(Hkdf, refuses_lengths_outside_1_to_255_digests) {
  EXPECT_FALSE(hkdf(HashAlgorithm::kSha256, {}, {}, {}, 0));
  EXPECT_FALSE(hkdf(HashAlgorithm::kSha256, {}, {}, {}, 255 * 32 + 1));
}

TEST(Hkdf, one_block_form_is_the_general_one) {
  const Bytes key(32, 7);
  EXPECT_EQ(hex(hkdf_sha256(key, as_bytes("salt"), "purpose").expose()),
            hex(hkdf(HashAlgorithm::kSha256, key, as_bytes("salt"), as_bytes("purpose"), 32)->expose()));
}

TEST(Pbkdf2, agrees_with_wycheproof) {
  COFFER_VECTORS_OR_SKIP(text, "wycheproof/pbkdf2_hmacsha512_test.json");
  int count = 0;
  for (const auto& group : nlohmann::json::parse(text)["testGroups"]) {
    for (const auto& test : group["tests"]) {
      const auto key = pbkdf2(HashAlgorithm::kSha512, from_hex(text_of(test["password"])),
                              from_hex(text_of(test["salt"])), test["iterationCount"], test["dkLen"]);
      ASSERT_TRUE(key) << test["tcId"];
      ASSERT_EQ(hex(key->expose()), text_of(test["dk"])) << test["tcId"];
      ++count;
    }
  }
  EXPECT_EQ(count, 58);
}

TEST(Pbkdf2, refuses_what_is_out_of_bounds) {
  EXPECT_FALSE(pbkdf2(HashAlgorithm::kSha256, {}, {}, 0, 32));
  EXPECT_FALSE(pbkdf2(HashAlgorithm::kSha256, {}, {}, 10'000'001, 32));
  EXPECT_FALSE(pbkdf2(HashAlgorithm::kSha256, {}, {}, 1, 0));
  EXPECT_FALSE(pbkdf2(HashAlgorithm::kSha256, {}, {}, 1, 1025));
}

TEST(Scrypt, is_that_of_rfc_7914) {
  EXPECT_EQ(
      hex(scrypt({}, {}, {.n = 16, .r = 1, .p = 1}, 64)->expose()),
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628"
      "cf35e20c38d18906");
  EXPECT_EQ(
      hex(scrypt(as_bytes("password"), as_bytes("NaCl"), {.n = 1024, .r = 8, .p = 16}, 64)->expose()),
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d"
      "8360cbdfa2cc0640");
}

TEST(Scrypt, names_the_parameter_that_is_out_of_bounds) {
  const auto field = [](const ScryptCost& cost) { return scrypt({}, {}, cost, 32).error().details.at("field"); };
  EXPECT_EQ(field({.n = 1, .r = 8, .p = 1}), "n");
  EXPECT_EQ(field({.n = 1000, .r = 8, .p = 1}), "n");
  EXPECT_EQ(field({.n = 1 << 21, .r = 8, .p = 1}), "n") << "2 GiB";
  EXPECT_EQ(field({.n = 2, .r = 0, .p = 1}), "r");
  EXPECT_EQ(field({.n = 2, .r = 1, .p = 0}), "p");
  EXPECT_EQ(field({.n = 1 << 20, .r = 8, .p = 1000}), "n") << "minutes of work";
}

}  // namespace
}  // namespace coffer::crypto
