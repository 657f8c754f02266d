#include "domain/crypto/ed25519.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::crypto::ed25519 {
namespace {

using coffer::testing::array_from_hex;
using coffer::testing::from_hex;

SigningKey signing_key(std::string_view seed) { return SigningKey(Secret<32>::copy_of(array_from_hex<32>(seed))); }

TEST(Ed25519, signs_as_rfc_8032_section_7_1) {
  const SigningKey first = signing_key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  EXPECT_EQ(hex(first.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      hex(first.sign({})),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
      "655141438e7a100b");
  const SigningKey second = signing_key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  EXPECT_EQ(
      hex(second.sign(from_hex("72"))),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
      "b00d291612bb0c00");
}

TEST(Ed25519, verifies_its_own_and_refuses_one_changed_bit) {
  const SigningKey key = signing_key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const Signature signature = key.sign(as_bytes("message"));
  EXPECT_TRUE(verify(key.public_key(), as_bytes("message"), signature));
  EXPECT_FALSE(verify(key.public_key(), as_bytes("massage"), signature));
  for (std::size_t bit = 0; bit < 512; bit += 7) {
    Signature changed = signature;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    ASSERT_FALSE(verify(key.public_key(), as_bytes("message"), changed)) << bit;
  }
}

TEST(Ed25519, refuses_small_order_keys_and_other_lengths) {
  EXPECT_FALSE(verify(PublicKey{1}, as_bytes("message"), Signature{1}));
  EXPECT_FALSE(verify(PublicKey{1}, as_bytes("message"), Bytes(63)));
}

}  // namespace
}  // namespace coffer::crypto::ed25519
