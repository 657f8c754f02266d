#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace coffer::crypto {

/// Which constant the checksum ends on: BIP-173 or BIP-350.
enum class Bech32Variant : std::uint8_t { kBech32, kBech32m };

/// A decoded text: the human-readable part in lower case and the values 0–31 before the checksum.
struct Bech32 {
  Bech32Variant variant = Bech32Variant::kBech32;
  std::string human_readable_part;
  Bytes values;
};

/// The lower-case text; fails when the human-readable part is empty, not printable ASCII or in upper case, a
/// value is above 31, or the text is longer than 90 characters.
Result<std::string> encode_bech32(const Bech32& parts);
/// Strict: at most 90 characters, one case, a valid checksum of either variant.
Result<Bech32> parse_bech32(std::string_view text);

/// BIP-173 segwit address data: witness version 0–16 and a program of 2–40 bytes (20 or 32 for version 0).
struct WitnessProgram {
  std::uint8_t version = 0;
  Bytes program;
  bool operator==(const WitnessProgram&) const = default;
};

/// Version 0 as Bech32, versions 1–16 as Bech32m (BIP-350).
Result<std::string> encode_segwit_address(std::string_view human_readable_part, const WitnessProgram& program);
/// Refuses another human-readable part, the wrong variant for the version, and padding that is not zero.
Result<WitnessProgram> parse_segwit_address(std::string_view human_readable_part, std::string_view text);

/// Regroups values of 5 bits into bytes (no padding above 4 bits, which must be zero) and back.
Result<Bytes> bytes_from_5bit(BytesView values);
Bytes bytes_to_5bit(BytesView bytes);

}  // namespace coffer::crypto
