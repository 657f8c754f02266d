#include "domain/keys/bip39.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/crypto/secp256k1.h"
#include "domain/keys/bip32.h"
#include "domain/keys/normal_form.h"
#include "domain/testing/vectors.h"

namespace coffer::keys {
namespace {

using coffer::testing::from_hex;
using coffer::testing::text_of;

constexpr std::string_view kZeros =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

std::string refusal(std::string_view mnemonic, std::optional<Language> language = std::nullopt) {
  const auto decoded = decode_mnemonic(mnemonic, language);
  return decoded ? "accepted" : decoded.error().message;
}

void expect_vector(Language language, const nlohmann::json& vector) {
  const std::string mnemonic = vector[1];
  const Bytes entropy = from_hex(text_of(vector[0]));
  const SecretBytes encoded = encode_mnemonic(entropy, language).value();
  EXPECT_EQ(nfkd(encoded.expose_text())->expose_text(), nfkd(mnemonic)->expose_text());
  EXPECT_EQ(to_bytes(decode_mnemonic(mnemonic, language)->entropy.expose()), entropy);
  EXPECT_EQ(to_bytes(decode_mnemonic(mnemonic, std::nullopt)->entropy.expose()), entropy);
  const Secret<64> seed = mnemonic_seed(mnemonic, "TREZOR").value();
  EXPECT_EQ(hex(seed.expose()), text_of(vector[2]));
  EXPECT_EQ(ExtendedPrivateKey::from_seed(seed.expose())->text().expose_text(), text_of(vector[3]));
}

TEST(Bip39, holds_every_published_vector_of_every_language) {
  COFFER_VECTORS_OR_SKIP(text, "bip39/vectors.json");
  const auto vectors = nlohmann::json::parse(text);
  EXPECT_EQ(vectors.size(), kLanguageCount);
  for (const auto& [name, list] : vectors.items()) {
    const Language language = parse_language(name).value();
    for (const auto& vector : list) expect_vector(language, vector);
  }
}

TEST(Bip39, word_lists_have_2048_different_normalised_words) {
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    std::vector<std::string_view> words;
    for (const std::string_view word : word_list(static_cast<Language>(i))) {
      ASSERT_EQ(nfkd(word)->expose_text(), word);
      words.push_back(word);
    }
    std::ranges::sort(words);
    EXPECT_EQ(std::ranges::adjacent_find(words), words.end()) << language_name(static_cast<Language>(i));
  }
}

TEST(Bip39, reads_back_entropy_of_every_size_and_language) {
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    const auto language = static_cast<Language>(i);
    for (std::size_t size = 16; size <= 32; size += 4) {
      Bytes entropy(size);
      for (std::size_t k = 0; k < size; ++k) entropy[k] = static_cast<std::uint8_t>(k * 31 + i * 7 + size);
      const SecretBytes mnemonic = encode_mnemonic(entropy, language).value();
      ASSERT_EQ(to_bytes(decode_mnemonic(mnemonic.expose_text(), language)->entropy.expose()), entropy);
    }
  }
}

TEST(Bip39, refuses_other_sizes_of_entropy) {
  for (const std::size_t size : {0UL, 12UL, 15UL, 17UL, 33UL, 36UL})
    EXPECT_FALSE(encode_mnemonic(Bytes(size), Language::kEnglish));
}

TEST(Bip39, names_the_rule_and_never_the_word) {
  EXPECT_EQ(refusal("abandon abandon"), "BIP-39: a mnemonic has 12, 15, 18, 21 or 24 words");
  EXPECT_EQ(refusal(""), "BIP-39: a mnemonic has 12, 15, 18, 21 or 24 words");
  std::string misspelt(kZeros);
  misspelt.replace(8, 7, "abandun");
  EXPECT_EQ(refusal(misspelt), "BIP-39: word 2 is not in the list");
  std::string last(kZeros);
  last.replace(last.size() - 5, 5, "zebra");
  EXPECT_EQ(refusal(last), "BIP-39: the checksum does not hold");
  EXPECT_EQ(refusal(kZeros, Language::kItalian), "BIP-39: word 1 is not in the list");
  EXPECT_EQ(refusal("\xff"), "not well-formed UTF-8");
  EXPECT_EQ(refusal(std::string(5000, 'a')), "a mnemonic or passphrase is at most 4096 bytes");
}

TEST(Bip39, takes_runs_of_spaces_and_composed_letters) {
  const Bytes zeros(16);
  std::string spaced = "  " + std::string(kZeros) + " ";
  spaced.insert(spaced.find("about"), "   ");
  EXPECT_EQ(to_bytes(decode_mnemonic(spaced, Language::kEnglish)->entropy.expose()), zeros);
  // "ábaco", the first Spanish word, with a composed á.
  std::string spanish;
  for (int i = 0; i < 11; ++i)
    spanish +=
        "\xC3\xA1"
        "baco ";
  EXPECT_EQ(to_bytes(decode_mnemonic(spanish + "abierto", std::nullopt)->entropy.expose()), zeros);
}

TEST(Bip39, joins_japanese_words_with_the_ideographic_space) {
  const SecretBytes mnemonic = encode_mnemonic(Bytes(16), Language::kJapanese).value();
  EXPECT_NE(mnemonic.expose_text().find("\xE3\x80\x80"), std::string_view::npos);
  EXPECT_EQ(mnemonic.expose_text().find(' '), std::string_view::npos);
}

TEST(Bip39, seed_does_not_depend_on_the_normal_form_of_the_passphrase) {
  EXPECT_EQ(hex(mnemonic_seed(kZeros, "\xC3\xA9")->expose()), hex(mnemonic_seed(kZeros, "e\xCC\x81")->expose()));
  EXPECT_NE(hex(mnemonic_seed(kZeros, "e")->expose()), hex(mnemonic_seed(kZeros, "")->expose()));
}

}  // namespace
}  // namespace coffer::keys
