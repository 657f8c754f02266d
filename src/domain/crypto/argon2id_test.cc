#include "domain/crypto/argon2id.h"

#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

constexpr Argon2Cost kQuick{.memory_kib = 1024, .passes = 2};
// Made by the reference implementation (argon2-cffi).
constexpr std::string_view kStored =
    "$argon2id$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tCGweEmNNiMdfjqoFl9ZKRl/bO0NJTtJMmax1Il43Gc";

ByteArray<16> salt(std::string_view text) {
  ByteArray<16> out{};
  std::ranges::copy(as_bytes(text), out.begin());
  return out;
}

TEST(Argon2id, agrees_with_the_reference_implementation) {
  const auto key = argon2id(as_bytes("password"), salt("somesaltsomesalt"), {.memory_kib = 4096, .passes = 3}, 64);
  EXPECT_EQ(
      hex(key->expose()),
      "03d653485484b42073d9348d764d2fa2a5232219994254e6539d7ab7b7ddd4521d66af15a0113128c378c881a24d9ce4ca88529dd78a5a0f"
      "dd1fd4636f918c23");
}

TEST(Argon2id, names_the_parameter_that_is_out_of_bounds) {
  const auto field = [](const Argon2Cost& cost, std::size_t length) {
    return argon2id({}, {}, cost, length).error().details.at("field");
  };
  EXPECT_EQ(field({.memory_kib = 7, .passes = 1}, 32), "memory_kib");
  EXPECT_EQ(field({.memory_kib = 8, .passes = 0}, 32), "passes");
  EXPECT_EQ(field({.memory_kib = 8, .passes = 65}, 32), "passes");
  EXPECT_EQ(field({.memory_kib = 8, .passes = 1}, 15), "length");
}

TEST(PasswordHash, is_the_phc_string_of_the_reference_implementation) {
  EXPECT_EQ(hash_password(as_bytes("correct horse"), salt("0123456789abcdef"), kQuick), kStored);
}

TEST(PasswordHash, matches_the_password_and_no_other) {
  EXPECT_TRUE(check_password(as_bytes("correct horse"), kStored, kQuick)->matches);
  EXPECT_FALSE(check_password(as_bytes("correct hors"), kStored, kQuick)->matches);
  EXPECT_FALSE(check_password({}, kStored, kQuick)->matches);
}

TEST(PasswordHash, asks_for_a_new_hash_when_the_wanted_cost_has_changed) {
  EXPECT_FALSE(check_password(as_bytes("correct horse"), kStored, kQuick)->needs_rehash);
  const Argon2Cost more{.memory_kib = 2048, .passes = 2};
  EXPECT_TRUE(check_password(as_bytes("correct horse"), kStored, more)->needs_rehash);
  EXPECT_FALSE(check_password(as_bytes("wrong"), kStored, more)->needs_rehash);
}

TEST(PasswordHash, refuses_stored_strings_that_are_not_ours) {
  for (const std::string_view stored : {
           "",
           "$2b$12$abcdefghijklmnopqrstuv",
           "$argon2id$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
           "$argon2id$v=19$m=1024,t=2,p=4$MDEyMzQ1Njc4OWFiY2RlZg$eG2bnDbBvmE4nGgzwtwVw7kVwmsNHtGl06B2e4cHwnQ",
           "$argon2i$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$0tzN/CQK7ACMYrmtcnQw8jmWdhM6rUlW61wR/4Xl3p4",
           "$argon2id$v=19$m=01024,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tCGweEmNNiMdfjqoFl9ZKRl/bO0NJTtJMmax1Il43Gc",
           "$argon2id$v=19$m=1048577,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tCGweEmNNiMdfjqoFl9ZKRl/bO0NJTtJMmax1Il43Gc",
           "$argon2id$v=19$m=1024,t=2,p=1$MDEyMzQ1Njc4OWFiY2Rl$tCGweEmNNiMdfjqoFl9ZKRl/bO0NJTtJMmax1Il43Gc",
       }) {
    EXPECT_FALSE(check_password(as_bytes("correct horse"), stored, kQuick)) << stored;
  }
}

}  // namespace
}  // namespace coffer::crypto
