#include "domain/crypto/bech32.h"

#include <algorithm>
#include <array>

namespace coffer::crypto {
namespace {

constexpr std::string_view kCharset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kMaxLength = 90;
constexpr std::size_t kChecksumLength = 6;

std::uint32_t final_constant(Bech32Variant variant) { return variant == Bech32Variant::kBech32 ? 1 : 0x2bc830a3U; }

// One step of the BCH code over GF(32).
std::uint32_t polymod_step(std::uint32_t checksum, std::uint8_t value) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = checksum >> 25;
  checksum = (checksum & 0x1ffffffU) << 5 ^ value;
  for (std::size_t i = 0; i < kGenerator.size(); ++i) {
    if ((top >> i & 1U) != 0) checksum ^= kGenerator[i];
  }
  return checksum;
}

std::uint32_t checksum_of(std::string_view human_readable_part, BytesView values) {
  std::uint32_t checksum = 1;
  for (const char c : human_readable_part) {
    checksum = polymod_step(checksum, static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) >> 5));
  }
  checksum = polymod_step(checksum, 0);
  for (const char c : human_readable_part) checksum = polymod_step(checksum, static_cast<std::uint8_t>(c) & 31U);
  for (const std::uint8_t value : values) checksum = polymod_step(checksum, value);
  return checksum;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

Result<void> check_program(const WitnessProgram& program) {
  if (program.version > 16) return fail(invalid("BIP-141: a witness version is 0 to 16"));
  const std::size_t size = program.program.size();
  if (size < 2 || size > 40) return fail(invalid("BIP-141: a witness program is 2 to 40 bytes"));
  if (program.version == 0 && size != 20 && size != 32) {
    return fail(invalid("BIP-141: a version 0 program is 20 or 32 bytes"));
  }
  return {};
}

Bech32Variant variant_of(std::uint8_t version) {
  return version == 0 ? Bech32Variant::kBech32 : Bech32Variant::kBech32m;
}

}  // namespace

Result<std::string> encode_bech32(const Bech32& parts) {
  const std::string& prefix = parts.human_readable_part;
  if (prefix.empty() || !std::ranges::all_of(prefix, [](char c) { return c >= 33 && c <= 126 && !is_upper(c); })) {
    return fail(invalid("BIP-173: the human-readable part is printable lower-case ASCII"));
  }
  if (prefix.size() + 1 + parts.values.size() + kChecksumLength > kMaxLength) {
    return fail(invalid("BIP-173: longer than 90 characters"));
  }
  if (!std::ranges::all_of(parts.values, [](std::uint8_t value) { return value < 32; })) {
    return fail(invalid("BIP-173: a value above 31"));
  }
  Bytes padded = parts.values;
  padded.resize(padded.size() + kChecksumLength);
  const std::uint32_t checksum = checksum_of(prefix, padded) ^ final_constant(parts.variant);
  std::string out = prefix + '1';
  for (const std::uint8_t value : parts.values) out.push_back(kCharset[value]);
  for (unsigned i = 0; i < kChecksumLength; ++i) out.push_back(kCharset[checksum >> (5 * (5 - i)) & 31U]);
  return out;
}

Result<Bech32> parse_bech32(std::string_view text) {
  if (text.size() > kMaxLength) return fail(invalid("BIP-173: longer than 90 characters"));
  if (!std::ranges::all_of(text, [](char c) { return c >= 33 && c <= 126; })) {
    return fail(invalid("BIP-173: a character that is not printable ASCII"));
  }
  if (std::ranges::any_of(text, is_upper) && std::ranges::any_of(text, is_lower)) {
    return fail(invalid("BIP-173: mixed case"));
  }
  std::string lower(text);
  for (char& c : lower) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  const std::size_t separator = lower.rfind('1');
  if (separator == std::string::npos || separator == 0) return fail(invalid("BIP-173: no human-readable part"));
  if (lower.size() - separator - 1 < kChecksumLength) return fail(invalid("BIP-173: shorter than its checksum"));

  Bech32 out;
  out.human_readable_part = lower.substr(0, separator);
  for (const char c : std::string_view(lower).substr(separator + 1)) {
    const std::size_t value = kCharset.find(c);
    if (value == std::string_view::npos) return fail(invalid("BIP-173: a character outside the alphabet"));
    out.values.push_back(static_cast<std::uint8_t>(value));
  }
  const std::uint32_t checksum = checksum_of(out.human_readable_part, out.values);
  if (checksum == final_constant(Bech32Variant::kBech32m)) {
    out.variant = Bech32Variant::kBech32m;
  } else if (checksum != final_constant(Bech32Variant::kBech32)) {
    return fail(invalid("BIP-173: the checksum does not hold"));
  }
  out.values.resize(out.values.size() - kChecksumLength);
  return out;
}

Result<Bytes> bytes_from_5bit(BytesView values) {
  Bytes out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t value : values) {
    if (value > 31) return fail(invalid("BIP-173: a value above 31"));
    buffer = (buffer << 5 | value) & 0xfffU;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(buffer >> bits));
    }
  }
  if (bits > 4 || (buffer & ((1U << bits) - 1)) != 0)
    return fail(invalid("BIP-173: padding must be at most 4 zero bits"));
  return out;
}

Bytes bytes_to_5bit(BytesView bytes) {
  Bytes out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xfffU;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      out.push_back(static_cast<std::uint8_t>(buffer >> bits & 31U));
    }
  }
  if (bits > 0) out.push_back(static_cast<std::uint8_t>(buffer << (5 - bits) & 31U));
  return out;
}

Result<std::string> encode_segwit_address(std::string_view human_readable_part, const WitnessProgram& program) {
  COFFER_CHECK(check_program(program));
  Bech32 parts{.variant = variant_of(program.version),
               .human_readable_part = std::string(human_readable_part),
               .values = {program.version}};
  append(parts.values, bytes_to_5bit(program.program));
  return encode_bech32(parts);
}

Result<WitnessProgram> parse_segwit_address(std::string_view human_readable_part, std::string_view text) {
  COFFER_TRY(const Bech32 parts, parse_bech32(text));
  if (parts.human_readable_part != human_readable_part) return fail(invalid("BIP-173: an address of another network"));
  if (parts.values.empty()) return fail(invalid("BIP-173: no witness version"));
  WitnessProgram out{.version = parts.values.front(), .program = {}};
  COFFER_TRY(out.program, bytes_from_5bit(BytesView(parts.values).subspan(1)));
  COFFER_CHECK(check_program(out));
  if (parts.variant != variant_of(out.version)) {
    return fail(invalid("BIP-350: version 0 takes Bech32, versions 1 to 16 take Bech32m"));
  }
  return out;
}

}  // namespace coffer::crypto
