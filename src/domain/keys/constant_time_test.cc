#include <gtest/gtest.h>
#include <valgrind/memcheck.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "domain/keys/bip32.h"
#include "domain/keys/shamir.h"
#include "domain/keys/slip39.h"

// Run under valgrind. Secrets are marked as undefined memory, so that memcheck reports each branch and each address
// that depends on one. A few reports are right: an outcome that everybody may see (the digest held, the key is below
// n) is branched on once. Their number is fixed; one more is a leak.
namespace coffer::keys {
namespace {

void hide(BytesView secret) { (void)VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()); }
void publish(const void* data, std::size_t size) { (void)VALGRIND_MAKE_MEM_DEFINED(data, size); }

/// How often a secret decided where the program went or which memory it touched.
template <class Operation>
unsigned reports(Operation operation) {
  const unsigned before = VALGRIND_COUNT_ERRORS;
  operation();
  return VALGRIND_COUNT_ERRORS - before;
}

class ConstantTime : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(RUNNING_ON_VALGRIND, 0U) << "this program says something under valgrind only"; }

  crypto::secp256k1::Context curve_{Secret<32>{}};
};

using ConstantTimeBites = ConstantTime;

TEST_F(ConstantTime, comparison_tells_its_answer_and_nothing_else) {
  const Bytes known(32, 5);
  Bytes equal(32, 5);
  Bytes other(32, 5);
  other[0] = 6;
  hide(equal);
  hide(other);
  const auto compare = [&](const Bytes& secret) {
    return reports([&] {
      bool answer = equal_constant_time(known, secret);
      publish(&answer, sizeof answer);
    });
  };
  EXPECT_LE(compare(equal), 1U);
  EXPECT_LE(compare(other), 1U);
}

TEST_F(ConstantTimeBites, a_comparison_that_stops_early_is_caught) {
  const Bytes known(32, 5);
  Bytes secret(32, 5);
  hide(secret);
  const unsigned seen = reports([&] {
    std::size_t same = 0;
    while (same < secret.size() && known[same] == secret[same]) ++same;
    publish(&same, sizeof same);
  });
  EXPECT_GE(seen, 32U);
}

TEST_F(ConstantTimeBites, a_table_that_is_indexed_by_a_secret_is_caught) {
  std::array<std::uint8_t, 256> table{};
  publish(table.data(), table.size());  // so that the compiler does not know its contents
  Bytes secret(16, 5);
  hide(secret);
  const unsigned seen = reports([&] {
    unsigned sum = 0;
    for (const std::uint8_t byte : secret) sum += table[byte];
    publish(&sum, sizeof sum);
  });
  EXPECT_GE(seen, 16U);
}

TEST_F(ConstantTime, signing_tells_only_that_it_succeeded) {
  const auto key = Secret<32>::copy_of(ByteArray<32>{1, 2, 3});
  hide(key.expose());
  // libsecp256k1: the nonce was in range, r and s are not zero; ours: it succeeded.
  EXPECT_LE(reports([&] { (void)curve_.sign(key, crypto::Hash256{9}); }), 3U);
}

TEST_F(ConstantTime, arithmetic_on_keys_tells_only_that_they_are_in_range) {
  auto key = Secret<32>::copy_of(ByteArray<32>{1, 2, 3});
  const auto factor = Secret<32>::copy_of(ByteArray<32>{4, 5, 6});
  ByteArray<32> tweak{7, 8};
  hide(key.expose());
  hide(factor.expose());
  hide(tweak);
  EXPECT_LE(reports([&] { (void)crypto::secp256k1::add_tweak(key, tweak); }), 1U);
  EXPECT_LE(reports([&] { (void)crypto::secp256k1::multiply(key, factor); }), 1U);
  EXPECT_LE(reports([&] { (void)crypto::secp256k1::negate(key); }), 1U);
  EXPECT_LE(reports([&] { (void)crypto::secp256k1::is_private_key(key); }), 1U);
  EXPECT_LE(reports([&] { (void)curve_.public_key(key); }), 1U);
}

TEST_F(ConstantTime, bip32_derivation_tells_only_that_the_child_exists) {
  const auto parent = ExtendedPrivateKey::from_seed(Bytes(32, 7)).value();
  hide(parent.key().expose());
  hide(parent.chain_code().expose());
  // One for the parent's public key and one for the sum, in each step that needs them; printing a public key, of which
  // the last step hashes the fingerprint, may branch on that key.
  const unsigned one = reports([&] { (void)parent.derive(curve_, DerivationPath({kHardened})); });
  const unsigned four = reports(
      [&] { (void)parent.derive(curve_, DerivationPath({kHardened, kHardened | 1, kHardened | 2, kHardened | 3})); });
  EXPECT_EQ(four, one + 3);
}

TEST_F(ConstantTime, slip39_recovery_tells_only_that_the_digest_holds) {
  const auto shares = shamir_split(Bytes(32, 3), 3, 5, Bytes(32, 1), "test").value();
  const auto chosen = std::span(shares).subspan(1, 3);
  for (const ShamirShare& share : chosen) hide(share.y.expose());
  EXPECT_LE(reports([&] { (void)shamir_recover(chosen, 3); }), 1U);
}

TEST_F(ConstantTime, slip39_splitting_tells_nothing) {
  const Bytes secret(32, 3);
  const Bytes entropy(32, 4);
  hide(secret);
  hide(entropy);
  EXPECT_EQ(reports([&] { (void)shamir_split(secret, 3, 5, entropy, "test"); }), 0U);
}

TEST_F(ConstantTime, slip39_combination_tells_one_outcome_for_each_polynomial) {
  const Slip39Plan plan{.identifier = 1,
                        .extendable = true,
                        .iteration_exponent = 0,
                        .group_threshold = 2,
                        .groups = {{.threshold = 1, .count = 1}, {.threshold = 2, .count = 2}}};
  auto groups = slip39_split(Bytes(16, 3), plan, "", Bytes(32, 1)).value();
  std::vector<Slip39Share> shares;
  for (auto& group : groups) std::ranges::move(group, std::back_inserter(shares));
  for (const Slip39Share& share : shares) hide(share.value.expose());
  EXPECT_LE(reports([&] { (void)slip39_combine(shares, ""); }), 2U);
}

}  // namespace
}  // namespace coffer::keys
