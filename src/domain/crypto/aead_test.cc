#include "domain/crypto/aead.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::crypto {
namespace {

using coffer::testing::from_hex;
using coffer::testing::text_of;

constexpr std::string_view kSunscreen =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
    "it.";

Bytes sunscreen_key() { return from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"); }

void expect_agreement(const nlohmann::json& group, const nlohmann::json& test) {
  const Bytes key = from_hex(text_of(test["key"]));
  const Bytes nonce = from_hex(text_of(test["iv"]));
  const Bytes aad = from_hex(text_of(test["aad"]));
  const Bytes message = from_hex(text_of(test["msg"]));
  Bytes sealed = from_hex(text_of(test["ct"]) + text_of(test["tag"]));
  const auto algorithm = group["keySize"] == 128 ? AeadAlgorithm::kAes128Gcm : AeadAlgorithm::kAes256Gcm;
  const auto opened = aead_open(algorithm, key, nonce, aad, sealed);
  if (test["result"] != "valid") {
    ASSERT_FALSE(opened) << test["tcId"];
    return;
  }
  ASSERT_TRUE(opened) << test["tcId"];
  ASSERT_EQ(to_bytes(opened->expose()), message) << test["tcId"];
  ASSERT_EQ(aead_seal(algorithm, key, nonce, aad, message), sealed) << test["tcId"];
}

TEST(AesGcm, agrees_with_wycheproof) {
  COFFER_VECTORS_OR_SKIP(text, "wycheproof/aes_gcm_test.json");
  int count = 0;
  for (const auto& group : nlohmann::json::parse(text)["testGroups"]) {
    if (group["keySize"] == 192) continue;  // not among the tool's algorithms
    for (const auto& test : group["tests"]) {
      expect_agreement(group, test);
      ++count;
    }
  }
  EXPECT_GT(count, 200);
}

TEST(ChaCha20Poly1305, is_that_of_rfc_8439_section_2_8_2) {
  const auto sealed = aead_seal(AeadAlgorithm::kChaCha20Poly1305, sunscreen_key(), from_hex("070000004041424344454647"),
                                from_hex("50515253c0c1c2c3c4c5c6c7"), as_bytes(kSunscreen));
  EXPECT_EQ(
      hex(*sealed),
      "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b29"
      "05d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b"
      "61161ae10b594f09e26a7e902ecbd0600691");
}

TEST(XChaCha20Poly1305, is_that_of_the_draft_appendix_a_3) {
  const auto sealed = aead_seal(AeadAlgorithm::kXChaCha20Poly1305, sunscreen_key(),
                                from_hex("404142434445464748494a4b4c4d4e4f5051525354555657"),
                                from_hex("50515253c0c1c2c3c4c5c6c7"), as_bytes(kSunscreen));
  EXPECT_EQ(hex(*sealed).substr(0, 64), "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb");
  EXPECT_EQ(hex(*sealed).substr(2 * kSunscreen.size()), "c0875924c1c7987947deafd8780acf49");
}

class EveryAead : public ::testing::TestWithParam<const char*> {
 protected:
  AeadAlgorithm algorithm_ = parse_aead_algorithm(GetParam()).value();
  Bytes key_ = Bytes(aead_key_size(algorithm_), 1);
  Bytes nonce_ = Bytes(algorithm_ == AeadAlgorithm::kXChaCha20Poly1305 ? 24 : 12, 2);
  Bytes sealed_ = aead_seal(algorithm_, key_, nonce_, as_bytes("aad"), as_bytes("message")).value();
};

TEST_P(EveryAead, opens_what_it_sealed) {
  EXPECT_EQ(aead_open(algorithm_, key_, nonce_, as_bytes("aad"), sealed_)->expose_text(), "message");
}

TEST_P(EveryAead, seals_nothing_to_a_tag_alone) {
  const Bytes sealed = aead_seal(algorithm_, key_, nonce_, {}, {}).value();
  EXPECT_EQ(sealed.size(), kAeadTagSize);
  EXPECT_TRUE(aead_open(algorithm_, key_, nonce_, {}, sealed));
}

TEST_P(EveryAead, refuses_one_changed_bit_anywhere) {
  for (std::size_t bit = 0; bit < sealed_.size() * 8; ++bit) {
    Bytes changed = sealed_;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    ASSERT_FALSE(aead_open(algorithm_, key_, nonce_, as_bytes("aad"), changed)) << bit;
  }
}

TEST_P(EveryAead, refuses_other_associated_data_nonce_or_key) {
  EXPECT_FALSE(aead_open(algorithm_, key_, nonce_, as_bytes("add"), sealed_));
  Bytes nonce = nonce_;
  nonce[0] ^= 1;
  EXPECT_FALSE(aead_open(algorithm_, key_, nonce, as_bytes("aad"), sealed_));
  Bytes key = key_;
  key[0] ^= 1;
  EXPECT_FALSE(aead_open(algorithm_, key, nonce_, as_bytes("aad"), sealed_));
}

TEST_P(EveryAead, refuses_keys_and_nonces_of_a_wrong_length) {
  EXPECT_EQ(aead_seal(algorithm_, Bytes(31), nonce_, {}, {}).error().details.at("field"), "key");
  EXPECT_EQ(aead_seal(algorithm_, key_, {}, {}, {}).error().details.at("field"), "nonce");
  EXPECT_EQ(aead_seal(algorithm_, key_, Bytes(1025), {}, {}).error().details.at("field"), "nonce");
  EXPECT_FALSE(aead_open(algorithm_, key_, nonce_, {}, Bytes(15)));
}

INSTANTIATE_TEST_SUITE_P(Aead, EveryAead,
                         ::testing::Values("aes-128-gcm", "aes-256-gcm", "chacha20-poly1305", "xchacha20-poly1305"));

}  // namespace
}  // namespace coffer::crypto
