#include "services/signer/envelope.h"

#include <gtest/gtest.h>

#include "services/signer/key_ring.h"

namespace coffer::signer {
namespace {

class FailingEntropy final : public Entropy {
 public:
  Result<void> fill(std::span<std::uint8_t>) override { return fail_now(); }

 private:
  static Result<void> fail_now() { return coffer::fail(unavailable("entropy")); }
};

Secret<32> key_of(std::uint8_t number) {
  Secret<32> key;
  key.expose_mutable()[0] = number;
  return key;
}

const Binding kBinding{.purpose = "secret", .key_id = "k", .owner = "o", .kind = "seed"};
const KeyIdentity kIdentity{.key_id = "k", .owner = "o", .kind = "seed"};

KeyRing ring(std::initializer_list<std::int64_t> versions) {
  std::map<std::int64_t, Secret<32>> keks;
  for (const std::int64_t version : versions) keks.emplace(version, key_of(static_cast<std::uint8_t>(version)));
  return KeyRing(std::move(keks));
}

TEST(Envelope, opens_under_its_own_key_and_binding_alone) {
  SeededEntropy entropy(1);
  const Bytes sealed = seal(key_of(1), kBinding, as_bytes("secret"), entropy).value();
  EXPECT_EQ(open(key_of(1), kBinding, sealed)->expose_text(), "secret");
  EXPECT_FALSE(open(key_of(2), kBinding, sealed));
  for (std::string Binding::* field : {&Binding::purpose, &Binding::key_id, &Binding::owner, &Binding::kind}) {
    Binding other = kBinding;
    other.*field += "x";
    EXPECT_FALSE(open(key_of(1), other, sealed));
  }
}

TEST(Envelope, does_not_take_letters_of_one_field_for_another) {
  SeededEntropy entropy(1);
  const Binding first{.purpose = "p", .key_id = "ab", .owner = "c", .kind = ""};
  const Binding second{.purpose = "p", .key_id = "a", .owner = "bc", .kind = ""};
  EXPECT_FALSE(open(key_of(1), second, seal(key_of(1), first, as_bytes("x"), entropy).value()));
}

TEST(Envelope, refuses_every_changed_byte_and_what_is_too_short) {
  SeededEntropy entropy(1);
  const Bytes sealed = seal(key_of(1), kBinding, as_bytes("secret"), entropy).value();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(open(key_of(1), kBinding, changed)) << i;
    EXPECT_FALSE(open(key_of(1), kBinding, BytesView(sealed).first(i)));
  }
}

TEST(Envelope, never_seals_twice_alike_and_never_without_entropy) {
  SeededEntropy entropy(1);
  FailingEntropy failing;
  EXPECT_NE(seal(key_of(1), kBinding, as_bytes("x"), entropy), seal(key_of(1), kBinding, as_bytes("x"), entropy));
  EXPECT_EQ(seal(key_of(1), kBinding, as_bytes("x"), failing).error().code, ErrorCode::kUnavailable);
}

TEST(KeyRing, seals_under_the_newest_kek_and_opens_under_all) {
  SeededEntropy entropy(1);
  const SealedKey old = ring({1}).seal(kIdentity, as_bytes("secret"), entropy).value();
  EXPECT_EQ(old.kek_version, 1);
  EXPECT_EQ(ring({1, 2}).seal(kIdentity, as_bytes("secret"), entropy)->kek_version, 2);
  EXPECT_EQ(ring({1, 2}).open(kIdentity, old)->expose_text(), "secret");
}

TEST(KeyRing, rewrapping_leaves_the_sealed_secret_alone) {
  SeededEntropy entropy(1);
  const SealedKey old = ring({1}).seal(kIdentity, as_bytes("secret"), entropy).value();
  const SealedKey fresh = ring({1, 2}).rewrap(kIdentity, old, entropy).value();
  EXPECT_EQ(fresh.kek_version, 2);
  EXPECT_EQ(fresh.sealed_secret, old.sealed_secret);
  EXPECT_EQ(ring({2}).open(kIdentity, fresh)->expose_text(), "secret");
  EXPECT_FALSE(ring({2}).open(kIdentity, old)) << "its KEK is not in the ring";
}

TEST(KeyRing, opens_no_row_that_was_given_to_another_owner) {
  SeededEntropy entropy(1);
  const SealedKey sealed = ring({1}).seal(kIdentity, as_bytes("secret"), entropy).value();
  EXPECT_FALSE(ring({1}).open({.key_id = "k", .owner = "thief", .kind = "seed"}, sealed));
  EXPECT_FALSE(ring({1}).open({.key_id = "k2", .owner = "o", .kind = "seed"}, sealed));
}

}  // namespace
}  // namespace coffer::signer
