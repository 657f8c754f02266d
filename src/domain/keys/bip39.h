#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/secret.h"

/// BIP-39: a seed as words.
namespace coffer::keys {

/// The ten languages of BIP-39 and two that wallets in use have added.
enum class Language : std::uint8_t {
  kEnglish,
  kChineseSimplified,
  kChineseTraditional,
  kCzech,
  kFrench,
  kItalian,
  kJapanese,
  kKorean,
  kPortuguese,
  kSpanish,
  kRussian,
  kTurkish,
};
inline constexpr std::size_t kLanguageCount = 12;

/// `english`, `chinese_simplified`, … as in the published vectors.
Result<Language> parse_language(std::string_view name);
std::string_view language_name(Language language);

/// The 2048 words of a language in their order, NFKD.
const std::array<std::string_view, 2048>& word_list(Language language);

/// Entropy of 16, 20, 24, 28 or 32 bytes as 12, 15, 18, 21 or 24 words with checksum. Words are separated by a space,
/// in Japanese by U+3000; the text is NFKD except for that separator.
Result<SecretBytes> encode_mnemonic(BytesView entropy, Language language);

/// What a mnemonic stands for, and in which language it was written.
struct DecodedMnemonic {
  SecretBytes entropy;
  Language language;
};

/// Reads a mnemonic (UTF-8 of any normal form, any run of spaces between words). Without a language each is tried;
/// where words belong to several, the one whose checksum holds is taken. Errors name the rule (number of words, a word
/// that is not in the list — by position, never by itself —, checksum).
Result<DecodedMnemonic> decode_mnemonic(std::string_view mnemonic, std::optional<Language> language);

/// PBKDF2-HMAC-SHA512 of the NFKD mnemonic with salt "mnemonic" ‖ NFKD passphrase, 2048 iterations. The words are not
/// looked up: whoever takes a mnemonic from outside calls `decode_mnemonic` first. About 1 ms: worker pool.
Result<Secret<64>> mnemonic_seed(std::string_view mnemonic, std::string_view passphrase);

}  // namespace coffer::keys
