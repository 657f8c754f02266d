#include "domain/keys/slip39_share.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace coffer::keys {
namespace {

constexpr std::size_t kBitsPerWord = 10;
constexpr std::size_t kHeaderWords = 4;
constexpr std::size_t kChecksumWords = 3;
constexpr std::size_t kMinWords = 20;
constexpr std::size_t kMaxValueSize = 256;
constexpr std::size_t kMaxWords = kHeaderWords + (kMaxValueSize * 8 + kBitsPerWord - 1) / kBitsPerWord + kChecksumWords;

// The places of a share's words in the list; they are as secret as the share.
class Indexes {
 public:
  explicit Indexes(std::size_t count) : indexes_(count) {}
  ~Indexes() { wipe(indexes_.data(), indexes_.size() * sizeof indexes_[0]); }
  Indexes(Indexes&&) noexcept = default;
  Indexes(const Indexes&) = delete;
  Indexes& operator=(const Indexes&) = delete;
  Indexes& operator=(Indexes&&) = delete;

  [[nodiscard]] std::span<std::uint16_t> all() { return indexes_; }
  [[nodiscard]] std::span<const std::uint16_t> all() const { return indexes_; }

 private:
  std::vector<std::uint16_t> indexes_;
};

// The Reed–Solomon code of SLIP-39 over GF(1024), its generator as five-word multiples.
std::uint32_t absorb(std::uint32_t state, std::uint16_t symbol) {
  constexpr std::array<std::uint32_t, 10> kGenerator = {0xe0e040,   0x1c1c080,  0x3838100,  0x7070200,  0xe0e0009,
                                                        0x1c0c2412, 0x38086c24, 0x3090fc48, 0x21b1f890, 0x3f3f120};
  const std::uint32_t top = state >> 20U;
  state = (state & 0xfffffU) << 10U ^ symbol;
  for (unsigned i = 0; i < kGenerator.size(); ++i) state ^= (0U - (top >> i & 1U)) & kGenerator[i];
  return state;
}

// 1 for a sequence that ends with its checksum.
std::uint32_t checksum_state(bool extendable, std::span<const std::uint16_t> indexes) {
  std::uint32_t state = 1;
  for (const char letter : std::string_view(extendable ? "shamir_extendable" : "shamir")) {
    state = absorb(state, static_cast<std::uint16_t>(letter));
  }
  for (const std::uint16_t index : indexes) state = absorb(state, index);
  return state;
}

void put_checksum(bool extendable, std::span<std::uint16_t> indexes) {
  const auto checksum = indexes.last(kChecksumWords);
  std::ranges::fill(checksum, std::uint16_t{0});
  const std::uint32_t state = checksum_state(extendable, indexes) ^ 1U;
  for (unsigned i = 0; i < kChecksumWords; ++i) {
    checksum[i] = static_cast<std::uint16_t>(state >> (kBitsPerWord * (kChecksumWords - 1 - i)) & 0x3ffU);
  }
}

std::uint32_t word_pair(std::span<const std::uint16_t> indexes, std::size_t first) {
  return static_cast<std::uint32_t>(indexes[first]) << kBitsPerWord | indexes[first + 1];
}

bool is_extendable(std::span<const std::uint16_t> indexes) { return (word_pair(indexes, 0) >> 4U & 1U) != 0; }

std::uint8_t four_bits(std::uint32_t value, unsigned shift) { return static_cast<std::uint8_t>(value >> shift & 0xfU); }

// Words as numbers of 20 bits: identifier 15, extendable 1, exponent 4; then five times four bits.
Slip39Share read_header(std::span<const std::uint16_t> indexes, std::size_t value_size) {
  const std::uint32_t first = word_pair(indexes, 0);
  const std::uint32_t second = word_pair(indexes, 2);
  return {.header = {.identifier = static_cast<std::uint16_t>(first >> 5U),
                     .extendable = is_extendable(indexes),
                     .iteration_exponent = four_bits(first, 0),
                     .group_threshold = static_cast<std::uint8_t>(four_bits(second, 12) + 1),
                     .group_count = static_cast<std::uint8_t>(four_bits(second, 8) + 1)},
          .group_index = four_bits(second, 16),
          .member_index = four_bits(second, 4),
          .member_threshold = static_cast<std::uint8_t>(four_bits(second, 0) + 1),
          .value = SecretBytes(value_size)};
}

void put_header(const Slip39Share& share, std::span<std::uint16_t> indexes) {
  const Slip39Header& header = share.header;
  const std::uint32_t first = static_cast<std::uint32_t>(header.identifier) << 5U |
                              static_cast<std::uint32_t>(header.extendable) << 4U | header.iteration_exponent;
  const std::uint32_t second = static_cast<std::uint32_t>(share.group_index) << 16U |
                               (header.group_threshold - 1U) << 12U | (header.group_count - 1U) << 8U |
                               static_cast<std::uint32_t>(share.member_index) << 4U | (share.member_threshold - 1U);
  indexes[0] = static_cast<std::uint16_t>(first >> kBitsPerWord);
  indexes[1] = static_cast<std::uint16_t>(first & 0x3ffU);
  indexes[2] = static_cast<std::uint16_t>(second >> kBitsPerWord);
  indexes[3] = static_cast<std::uint16_t>(second & 0x3ffU);
}

// The value's bits, after `padding` zero bits; gives back whether those are zero.
bool read_value(std::span<const std::uint16_t> words, std::size_t padding, std::span<std::uint8_t> out) {
  unsigned padding_bits = 0;
  std::ranges::fill(out, std::uint8_t{0});
  for (std::size_t bit = 0; bit < words.size() * kBitsPerWord; ++bit) {
    const unsigned value = static_cast<unsigned>(words[bit / kBitsPerWord]) >> (9U - bit % kBitsPerWord) & 1U;
    if (bit < padding) {
      padding_bits |= value;
      continue;
    }
    const std::size_t place = bit - padding;
    out[place / 8] = static_cast<std::uint8_t>(out[place / 8] | value << (7U - place % 8));
  }
  return padding_bits == 0;
}

void put_value(BytesView value, std::size_t padding, std::span<std::uint16_t> words) {
  for (std::size_t place = 0; place < value.size() * 8; ++place) {
    const unsigned bit = static_cast<unsigned>(value[place / 8]) >> (7U - place % 8) & 1U;
    std::uint16_t& word = words[(place + padding) / kBitsPerWord];
    word = static_cast<std::uint16_t>(word | bit << (9U - (place + padding) % kBitsPerWord));
  }
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty() && words.size() <= kMaxWords) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end != 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<Indexes> look_up(const std::vector<std::string_view>& words) {
  const auto& list = slip39_word_list();
  Indexes out(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto found = std::ranges::lower_bound(list, words[i]);
    if (found == list.end() || *found != words[i]) {
      return fail(invalid("SLIP-39: word " + std::to_string(i + 1) + " is not in the list"));
    }
    out.all()[i] = static_cast<std::uint16_t>(found - list.begin());
  }
  return out;
}

}  // namespace

Result<Slip39Share> parse_slip39_share(std::string_view mnemonic) {
  const std::vector<std::string_view> words = split_words(mnemonic);
  if (words.size() < kMinWords) return fail(invalid("SLIP-39: a share has at least 20 words"));
  if (words.size() > kMaxWords) return fail(invalid("SLIP-39: a share value is at most 256 bytes"));
  const std::size_t value_words = words.size() - kHeaderWords - kChecksumWords;
  const std::size_t padding = value_words * kBitsPerWord % 16;
  if (padding > 8) return fail(invalid("SLIP-39: no share has this number of words"));

  COFFER_TRY(const Indexes indexes, look_up(words));
  if (checksum_state(is_extendable(indexes.all()), indexes.all()) != 1) {
    return fail(invalid("SLIP-39: the checksum of a share does not hold"));
  }
  Slip39Share share = read_header(indexes.all(), (value_words * kBitsPerWord - padding) / 8);
  if (share.header.group_threshold > share.header.group_count) {
    return fail(invalid("SLIP-39: the group threshold is above the number of groups"));
  }
  if (!read_value(indexes.all().subspan(kHeaderWords, value_words), padding, share.value.expose_mutable())) {
    return fail(invalid("SLIP-39: the padding is not zero"));
  }
  return share;
}

SecretBytes print_slip39_share(const Slip39Share& share) {
  const std::size_t value_words = (share.value.size() * 8 + kBitsPerWord - 1) / kBitsPerWord;
  Indexes indexes(kHeaderWords + value_words + kChecksumWords);
  put_header(share, indexes.all());
  put_value(share.value.expose(), value_words * kBitsPerWord - share.value.size() * 8,
            indexes.all().subspan(kHeaderWords, value_words));
  put_checksum(share.header.extendable, indexes.all());

  const auto& list = slip39_word_list();
  std::size_t size = indexes.all().size() - 1;
  for (const std::uint16_t index : indexes.all()) size += list[index].size();
  SecretBytes out(size);
  auto cursor = out.expose_mutable().begin();
  for (const std::uint16_t index : indexes.all()) {
    if (cursor != out.expose_mutable().begin()) *cursor++ = ' ';
    cursor = std::ranges::copy(as_bytes(list[index]), cursor).out;
  }
  return out;
}

}  // namespace coffer::keys
