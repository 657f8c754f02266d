#include "domain/keys/slip10.h"

#include <gtest/gtest.h>

#include "domain/keys/bip32.h"
#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::from_hex;

constexpr std::string_view kSeed1 = "000102030405060708090a0b0c0d0e0f";

const crypto::secp256k1::Context& curve_context() {
  static const crypto::secp256k1::Context context{Secret<32>()};
  return context;
}

Result<Slip10Node> derive(Slip10Curve curve, std::string_view seed, std::string_view path) {
  return slip10_derive(curve_context(), curve, from_hex(seed), DerivationPath::parse(path).value());
}

void expect_node(Slip10Curve curve, std::string_view path, std::string_view chain_code, std::string_view key,
                 std::string_view public_key) {
  const auto node = derive(curve, kSeed1, path);
  ASSERT_TRUE(node);
  EXPECT_EQ(hex(node->chain_code.expose()), chain_code);
  EXPECT_EQ(hex(node->key.expose()), key);
  EXPECT_EQ(hex(*slip10_public_key(curve_context(), curve, node->key)), public_key);
}

TEST(Slip10, test_vector_1_for_ed25519) {
  expect_node(Slip10Curve::kEd25519, "m", "90046a93de5380a72b5e45010748567d5ea02bbf6522f979e05c0d8d8ca9fffb",
              "2b4be7f19ee27bbf30c667b642d5f4aa69fd169872f8fc3059c08ebae2eb19e7",
              "00a4b2856bfec510abab89753fac1ac0e1112364e7d250545963f135f2a33188ed");
  expect_node(Slip10Curve::kEd25519, "m/0'", "8b59aa11380b624e81507a27fedda59fea6d0b779a778918a2fd3590e16e9c69",
              "68e0fe46dfb67e368c75379acec591dad19df3cde26e63b93a8e704f1dade7a3",
              "008c8a13df77a28f3445213a0f432fde644acaa215fc72dcdf300d5efaa85d350c");
}

TEST(Slip10, test_vector_1_for_p256) {
  expect_node(Slip10Curve::kP256, "m", "beeb672fe4621673f722f38529c07392fecaa61015c80c34f29ce8b41b3cb6ea",
              "612091aaa12e22dd2abef664f8a01a82cae99ad7441b7ef8110424915c268bc2",
              "0266874dc6ade47b3ecd096745ca09bcd29638dd52c2c12117b11ed3e458cfa9e8");
  expect_node(Slip10Curve::kP256, "m/0'", "3460cea53e6a6bb5fb391eeef3237ffd8724bf0a40e94943c98b83825342ee11",
              "6939694369114c67917a182c59ddb8cafc3004e63ca5d3b84403ba8613debc0c",
              "0384610f5ecffe8fda089363a41f56a5c7ffc1d81b59a612d0d649b2d22355590c");
  expect_node(Slip10Curve::kP256, "m/0'/1", "4187afff1aafa8445010097fb99d23aee9f599450c7bd140b6826ac22ba21d0c",
              "284e9d38d07d21e4e281b645089a94f4cf5a5a81369acf151a1c3a57f18b2129",
              "03526c63f8d0b4bbbf9c80df553fe66742df4676b241dabefdef67733e070f6844");
}

TEST(Slip10, on_secp256k1_is_bip32) {
  const auto node = derive(Slip10Curve::kSecp256k1, kSeed1, "m/44'/0'/0/7");
  const auto master = ExtendedPrivateKey::from_seed(from_hex(kSeed1));
  const auto same = master->derive(curve_context(), DerivationPath::parse("m/44'/0'/0/7").value());
  EXPECT_EQ(hex(node->key.expose()), hex(same->key().expose()));
  EXPECT_EQ(hex(node->chain_code.expose()), hex(same->chain_code().expose()));
}

TEST(Slip10, derives_again_where_the_first_try_gives_no_key) {
  const auto child = derive(Slip10Curve::kP256, kSeed1, "m/28578'/33941");
  EXPECT_EQ(hex(child->key.expose()), "092154eed4af83e078ff9b84322015aefe5769e31270f62c3f66c33888335f3a");
  const auto master =
      derive(Slip10Curve::kP256, "a7305bc8df8d0951f0cb224c0e95d7707cbdf2c6ce7e8d481fec69c7ff5e9446", "m");
  EXPECT_EQ(hex(master->key.expose()), "3b8c18469a4634517d6d0b65448f8e6c62091b45540a1743c5846be55d47d88f");
}

TEST(Slip10, ed25519_has_hardened_children_only) { EXPECT_FALSE(derive(Slip10Curve::kEd25519, kSeed1, "m/0")); }

TEST(Slip10, refuses_short_and_long_seeds_and_unknown_curves) {
  EXPECT_FALSE(derive(Slip10Curve::kP256, "00", "m"));
  EXPECT_FALSE(derive(Slip10Curve::kP256, std::string(130, '0'), "m"));
  EXPECT_FALSE(parse_slip10_curve("curve25519"));
  EXPECT_EQ(parse_slip10_curve("p256"), Slip10Curve::kP256);
}

}  // namespace
}  // namespace coffer::keys
