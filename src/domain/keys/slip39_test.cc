#include "domain/keys/slip39.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/keys/bip32.h"
#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::text_of;

Result<SecretBytes> combine(const std::vector<std::string>& mnemonics, std::string_view passphrase) {
  std::vector<Slip39Share> shares;
  for (const std::string& mnemonic : mnemonics) {
    COFFER_TRY(Slip39Share share, parse_slip39_share(mnemonic));
    shares.push_back(std::move(share));
  }
  return slip39_combine(shares, passphrase);
}

std::string words_of(const Slip39Share& share) { return std::string(print_slip39_share(share).expose_text()); }

Slip39Plan two_of_three_groups(bool extendable) {
  return {.identifier = 0x5a5a,
          .extendable = extendable,
          .iteration_exponent = 0,
          .group_threshold = 2,
          .groups = {{.threshold = 1, .count = 1}, {.threshold = 2, .count = 3}, {.threshold = 3, .count = 5}}};
}

TEST(Slip39, holds_the_published_vectors_valid_and_invalid) {
  COFFER_VECTORS_OR_SKIP(text, "slip39/vectors.json");
  const auto vectors = nlohmann::json::parse(text);
  ASSERT_EQ(vectors.size(), 45);
  for (const auto& vector : vectors) {
    const std::string expected = text_of(vector[2]);
    const auto secret = combine(vector[1].get<std::vector<std::string>>(), "TREZOR");
    ASSERT_EQ(secret.has_value(), !expected.empty()) << vector[0];
    if (!secret) continue;
    EXPECT_EQ(hex(secret->expose()), expected) << vector[0];
    EXPECT_EQ(ExtendedPrivateKey::from_seed(secret->expose())->text().expose_text(), text_of(vector[3]));
  }
}

TEST(Slip39, prints_every_share_as_it_was_read) {
  COFFER_VECTORS_OR_SKIP(text, "slip39/vectors.json");
  for (const auto& vector : nlohmann::json::parse(text)) {
    for (const auto& mnemonic : vector[1]) {
      const auto share = parse_slip39_share(text_of(mnemonic));
      if (share) EXPECT_EQ(words_of(*share), text_of(mnemonic));
    }
  }
}

TEST(Slip39, any_sufficient_members_of_sufficient_groups_recover_the_secret) {
  const Bytes secret = coffer::testing::from_hex("00112233445566778899aabbccddeeff0123456789abcdef");
  for (const bool extendable : {false, true}) {
    const auto groups = slip39_split(secret, two_of_three_groups(extendable), "pass phrase", Bytes(32, 9)).value();
    const std::string first = words_of(groups[0][0]);
    const std::string second = words_of(groups[1][2]);
    const std::string third = words_of(groups[1][0]);
    EXPECT_EQ(hex(combine({third, first, second}, "pass phrase")->expose()), hex(secret));
    const std::vector<std::string> others = {second, words_of(groups[2][4]), third, words_of(groups[2][1]),
                                             words_of(groups[2][3])};
    EXPECT_EQ(hex(combine(others, "pass phrase")->expose()), hex(secret));
  }
}

TEST(Slip39, another_passphrase_gives_another_secret) {
  const auto groups = slip39_split(Bytes(16, 1), two_of_three_groups(true), "", Bytes(32, 9)).value();
  const std::vector<std::string> shares = {words_of(groups[0][0]), words_of(groups[1][0]), words_of(groups[1][1])};
  EXPECT_EQ(hex(combine(shares, "")->expose()), hex(Bytes(16, 1)));
  const auto other = combine(shares, "x");
  ASSERT_TRUE(other);
  EXPECT_NE(hex(other->expose()), hex(Bytes(16, 1)));
}

TEST(Slip39, an_extendable_backup_takes_further_shares_under_another_identifier) {
  Slip39Plan plan = two_of_three_groups(true);
  const auto before = slip39_split(Bytes(16, 1), plan, "x", Bytes(32, 9)).value();
  plan.identifier = 1;
  const auto after = slip39_split(Bytes(16, 1), plan, "x", Bytes(32, 9)).value();
  EXPECT_EQ(hex(before[0][0].value.expose()), hex(after[0][0].value.expose()));
}

TEST(Slip39, missing_superfluous_and_repeated_shares_are_refused) {
  const auto groups = slip39_split(Bytes(16, 1), two_of_three_groups(true), "", Bytes(32, 9)).value();
  const auto word = [&](std::size_t group, std::size_t member) { return words_of(groups[group][member]); };
  EXPECT_FALSE(combine({}, ""));
  EXPECT_EQ(combine({word(0, 0)}, "").error().message,
            "SLIP-39: exactly as many groups as the group threshold are needed");
  EXPECT_FALSE(combine({word(0, 0), word(1, 0)}, ""));
  EXPECT_FALSE(combine({word(0, 0), word(1, 0), word(1, 1), word(1, 2)}, ""));
  EXPECT_EQ(combine({word(0, 0), word(1, 0), word(1, 0)}, "").error().message, "SLIP-39: two shares have one index");
}

TEST(Slip39, refuses_words_by_their_rule_and_never_repeats_them) {
  const auto groups = slip39_split(Bytes(16, 1), two_of_three_groups(true), "", Bytes(32, 9)).value();
  std::string words = words_of(groups[0][0]);
  EXPECT_EQ(parse_slip39_share("academic acid").error().message, "SLIP-39: a share has at least 20 words");
  EXPECT_FALSE(parse_slip39_share(words + " academic"));
  EXPECT_FALSE(parse_slip39_share(std::string(100'000, 'a')));
  const std::size_t last = words.rfind(' ') + 1;
  EXPECT_EQ(parse_slip39_share(words.substr(0, last) + "coffer").error().message,
            "SLIP-39: word 20 is not in the list");
  const std::string replacement = words.substr(last) == "academic" ? "acid" : "academic";
  EXPECT_EQ(parse_slip39_share(words.substr(0, last) + replacement).error().message,
            "SLIP-39: the checksum of a share does not hold");
  EXPECT_TRUE(parse_slip39_share("  " + words + " "));
}

TEST(Slip39, refuses_plans_that_the_standard_forbids) {
  const auto refused = [](auto change, std::size_t size = 16, std::string_view passphrase = "") {
    Slip39Plan plan = two_of_three_groups(true);
    change(plan);
    return !slip39_split(Bytes(size), plan, passphrase, Bytes(32)).has_value();
  };
  const auto nothing = [](Slip39Plan&) {};
  EXPECT_FALSE(refused(nothing));
  EXPECT_TRUE(refused(nothing, 15));
  EXPECT_TRUE(refused(nothing, 17));
  EXPECT_TRUE(refused(nothing, 258));
  EXPECT_TRUE(refused(nothing, 16, "pässword"));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.identifier = 0x8000; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.iteration_exponent = 12; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.group_threshold = 0; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.group_threshold = 4; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.groups[0] = {.threshold = 1, .count = 2}; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.groups[0] = {.threshold = 3, .count = 2}; }));
  EXPECT_TRUE(refused([](Slip39Plan& plan) { plan.groups.resize(17); }));
}

TEST(Slip39, its_words_are_told_apart_by_four_letters) {
  const auto& words = slip39_word_list();
  EXPECT_TRUE(std::ranges::is_sorted(words));
  for (std::size_t i = 1; i < words.size(); ++i) EXPECT_NE(words[i].substr(0, 4), words[i - 1].substr(0, 4));
}

}  // namespace
}  // namespace coffer::keys
