#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/secret.h"

/// The words of one SLIP-39 share.
namespace coffer::keys {

/// What all shares of one backup have in common.
struct Slip39Header {
  std::uint16_t identifier = 0;         // 15 bits, random
  bool extendable = false;              // the identifier does not enter the encryption, so that backups may be added
  std::uint8_t iteration_exponent = 0;  // 0–15: 10000 · 2^e iterations of PBKDF2
  std::uint8_t group_threshold = 1;     // 1–16
  std::uint8_t group_count = 1;         // 1–16

  bool operator==(const Slip39Header&) const = default;
};

/// One share: a point of the polynomial of its group.
struct Slip39Share {
  Slip39Header header;
  std::uint8_t group_index = 0;       // 0–15
  std::uint8_t member_index = 0;      // 0–15
  std::uint8_t member_threshold = 1;  // 1–16
  SecretBytes value;                  // as long as the master secret
};

/// The 1024 words of SLIP-39 in their order.
const std::array<std::string_view, 1024>& slip39_word_list();

/// Reads 20 words or more, separated by any run of spaces. Refuses, naming the rule: another number of words, a word
/// that is not in the list (by position, never by itself), a checksum (RS1024) that does not hold, padding that is not
/// zero or longer than 8 bits, a group threshold above the number of groups, a value of more than 256 bytes.
Result<Slip39Share> parse_slip39_share(std::string_view mnemonic);

/// The words of a share, one space between them.
SecretBytes print_slip39_share(const Slip39Share& share);

}  // namespace coffer::keys
