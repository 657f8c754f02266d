#include "services/identity/passwords.h"

#include <gtest/gtest.h>

#include <map>

#include "platform/sql/testing/engines.h"

namespace coffer::identity {
namespace {

constexpr crypto::Argon2Cost kCheap{.memory_kib = 64, .passes = 1};

TEST(CheckStrength, refuses_what_is_guessed_first_and_names_the_field) {
  for (const char* weak : {"password", "12345678", "qwertyuiop", "alice@example.com"})
    EXPECT_EQ(check_strength(weak, "alice@example.com", "Alice", 20).error().details.at("field"), "password") << weak;
}

TEST(CheckStrength, takes_several_words_or_enough_characters) {
  EXPECT_TRUE(check_strength("correct horse battery", "alice@example.com", "Alice", 20));
  EXPECT_TRUE(check_strength("xK9#mQ2vLp", "alice@example.com", "Alice", 20));
}

TEST(CheckCost, asks_for_more_memory_the_fewer_the_passes) {
  for (const auto& [passes, least] :
       std::map<std::uint32_t, std::uint32_t>{{1, 47104}, {2, 19456}, {3, 12288}, {4, 9216}, {5, 7168}, {64, 7168}}) {
    EXPECT_TRUE(check_cost({.memory_kib = least, .passes = passes})) << passes;
    const auto refused = check_cost({.memory_kib = least - 1, .passes = passes});
    ASSERT_FALSE(refused) << passes;
    EXPECT_EQ(refused.error().details.at("field"), "identity.password_memory");
    EXPECT_NE(refused.error().message.find(std::to_string(least)), std::string::npos);
  }
}

TEST(Passwords, match_what_was_stored_and_nothing_else) {
  boost::asio::io_context context;
  async::Workers workers(1);
  SeededEntropy entropy(1);
  Passwords passwords(workers, entropy, kCheap);
  const std::string stored = *sql::testing::run(context, passwords.hash(SecretBytes::copy_of("correct horse")));
  const auto check = [&](const char* password, std::string against) {
    return sql::testing::run(context, passwords.check(SecretBytes::copy_of(password), std::move(against)))->matches;
  };
  EXPECT_TRUE(check("correct horse", stored));
  EXPECT_FALSE(check("correct house", stored));
  EXPECT_FALSE(check("nobody has this password", ""));
}

TEST(Passwords, ask_to_be_hashed_again_when_the_cost_has_changed) {
  boost::asio::io_context context;
  async::Workers workers(1);
  SeededEntropy entropy(1);
  Passwords before(workers, entropy, kCheap);
  Passwords after(workers, entropy, {.memory_kib = 128, .passes = 1});
  std::string stored = *sql::testing::run(context, before.hash(SecretBytes::copy_of("correct horse")));
  const auto checked = sql::testing::run(context, after.check(SecretBytes::copy_of("correct horse"), stored));
  EXPECT_TRUE(checked->matches);
  EXPECT_TRUE(checked->needs_rehash);
}

}  // namespace
}  // namespace coffer::identity
