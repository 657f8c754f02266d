#include "domain/keys/bip39.h"

#include <unordered_map>
#include <vector>

#include "domain/crypto/pbkdf2.h"
#include "domain/crypto/sha2.h"
#include "domain/keys/normal_form.h"

namespace coffer::keys {
namespace {

constexpr unsigned kBitsPerWord = 11;
constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";

using WordIndex = std::unordered_map<std::string_view, std::uint16_t>;

WordIndex index_of(Language language) {
  WordIndex index;
  const auto& words = word_list(language);
  for (std::uint16_t i = 0; i < words.size(); ++i) index.emplace(words[i], i);
  return index;
}

const WordIndex& word_index(Language language) {
  static const auto indexes = [] {
    std::array<WordIndex, kLanguageCount> all;
    for (std::size_t i = 0; i < kLanguageCount; ++i) all[i] = index_of(static_cast<Language>(i));
    return all;
  }();
  return indexes[static_cast<std::size_t>(language)];
}

bool is_entropy_size(std::size_t size) { return size >= 16 && size <= 32 && size % 4 == 0; }

// Entropy followed by the checksum byte, of which size/4 bits count.
SecretBytes with_checksum(BytesView entropy) {
  SecretBytes out(entropy.size() + 1);
  std::ranges::copy(entropy, out.expose_mutable().begin());
  out.expose_mutable().back() = crypto::sha256(entropy)[0];
  return out;
}

std::uint16_t bits_at(BytesView bytes, std::size_t first) {
  unsigned value = 0;
  for (std::size_t bit = first; bit < first + kBitsPerWord; ++bit) {
    value = value << 1U | (static_cast<unsigned>(bytes[bit / 8]) >> (7U - bit % 8U) & 1U);
  }
  return static_cast<std::uint16_t>(value);
}

void put_bits(std::span<std::uint8_t> bytes, std::size_t first, std::uint16_t value) {
  for (unsigned i = 0; i < kBitsPerWord; ++i) {
    const std::size_t bit = first + i;
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    if ((value >> (kBitsPerWord - 1 - i) & 1U) != 0) bytes[bit / 8] |= mask;
  }
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end != 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<DecodedMnemonic> decode_in(const std::vector<std::string_view>& words, Language language) {
  const WordIndex& index = word_index(language);
  const std::size_t entropy_size = words.size() * 4 / 3;
  SecretBytes bits(entropy_size + 1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto found = index.find(words[i]);
    if (found == index.end()) {
      return fail(
          invalid("BIP-39: word " + std::to_string(i + 1) + " is not in the list").with("word", std::to_string(i + 1)));
    }
    put_bits(bits.expose_mutable(), i * kBitsPerWord, found->second);
  }
  const BytesView entropy = bits.expose().first(entropy_size);
  const auto mask = static_cast<std::uint8_t>(0xff00U >> (entropy_size / 4));
  if (bits.expose().back() != (crypto::sha256(entropy)[0] & mask)) {
    return fail(invalid("BIP-39: the checksum does not hold"));
  }
  return DecodedMnemonic{.entropy = SecretBytes::copy_of(entropy), .language = language};
}

}  // namespace

Result<SecretBytes> encode_mnemonic(BytesView entropy, Language language) {
  if (!is_entropy_size(entropy.size())) {
    return fail(invalid_field("entropy", "BIP-39: must be 16, 20, 24, 28 or 32 bytes"));
  }
  const SecretBytes bits = with_checksum(entropy);
  const std::size_t word_count = entropy.size() * 3 / 4;
  const auto& words = word_list(language);
  const std::string_view separator = language == Language::kJapanese ? kIdeographicSpace : std::string_view(" ");
  std::size_t size = separator.size() * (word_count - 1);
  for (std::size_t i = 0; i < word_count; ++i) size += words[bits_at(bits.expose(), i * kBitsPerWord)].size();

  SecretBytes out(size);
  auto cursor = out.expose_mutable().begin();
  for (std::size_t i = 0; i < word_count; ++i) {
    if (i != 0) cursor = std::ranges::copy(as_bytes(separator), cursor).out;
    cursor = std::ranges::copy(as_bytes(words[bits_at(bits.expose(), i * kBitsPerWord)]), cursor).out;
  }
  return out;
}

Result<DecodedMnemonic> decode_mnemonic(std::string_view mnemonic, std::optional<Language> language) {
  COFFER_TRY(const SecretBytes text, nfkd(mnemonic));
  const std::vector<std::string_view> words = split_words(text.expose_text());
  if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0) {
    return fail(invalid("BIP-39: a mnemonic has 12, 15, 18, 21 or 24 words"));
  }
  if (language) return decode_in(words, *language);
  // The complaint that helps most is that of the language in which the most words were found.
  Error best = invalid("BIP-39: the words belong to no language");
  std::size_t best_known = 0;
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    auto decoded = decode_in(words, static_cast<Language>(i));
    if (decoded) return decoded;
    const auto word = decoded.error().details.find("word");
    const std::size_t known = word == decoded.error().details.end() ? words.size() : std::stoul(word->second) - 1;
    if (known > best_known) {
      best_known = known;
      best = std::move(decoded).error();
    }
  }
  return fail(std::move(best));
}

Result<Secret<64>> mnemonic_seed(std::string_view mnemonic, std::string_view passphrase) {
  constexpr std::uint32_t kIterations = 2048;
  constexpr std::string_view kSaltPrefix = "mnemonic";
  COFFER_TRY(const SecretBytes password, nfkd(mnemonic));
  COFFER_TRY(const SecretBytes normal_passphrase, nfkd(passphrase));
  SecretBytes salt(kSaltPrefix.size() + normal_passphrase.size());
  const auto rest = std::ranges::copy(as_bytes(kSaltPrefix), salt.expose_mutable().begin()).out;
  std::ranges::copy(normal_passphrase.expose(), rest);
  COFFER_TRY(const SecretBytes seed,
             crypto::pbkdf2(crypto::HashAlgorithm::kSha512, password.expose(), salt.expose(), kIterations, 64));
  return Secret<64>::from(seed.expose());
}

}  // namespace coffer::keys
