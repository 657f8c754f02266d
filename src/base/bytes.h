#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace coffer {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

/// The bytes of a text, and a text of bytes, without copying.
BytesView as_bytes(std::string_view text);
std::string_view as_text(BytesView bytes);
Bytes to_bytes(BytesView view);
Bytes to_bytes(std::string_view text);

/// Appends `tail` to `out`.
void append(Bytes& out, BytesView tail);

/// Lower-case hex without prefix.
std::string hex(BytesView bytes);
/// Lower-case hex with `0x`.
std::string hex0x(BytesView bytes);
/// Strict: an even number of hex digits of either case, no prefix.
Result<Bytes> parse_hex(std::string_view text);
/// Strict: `0x` (lower-case x) and an even number of hex digits.
Result<Bytes> parse_hex0x(std::string_view text);

/// `parse_hex0x` of exactly N bytes.
template <std::size_t N>
Result<ByteArray<N>> parse_fixed_hex0x(std::string_view text) {
  COFFER_TRY(const Bytes bytes, parse_hex0x(text));
  if (bytes.size() != N) return fail(invalid("must be " + std::to_string(N) + " bytes"));
  ByteArray<N> out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

/// RFC 4648 section 4, with padding. Decoding is strict: no white space, no missing padding,
/// no bits left over.
std::string base64(BytesView bytes);
Result<Bytes> parse_base64(std::string_view text);
/// RFC 4648 section 5, without padding.
std::string base64url(BytesView bytes);
Result<Bytes> parse_base64url(std::string_view text);

/// Whether two byte strings are equal, in time that depends on their lengths only.
bool equal_constant_time(BytesView a, BytesView b);

/// Whether the text is well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

}  // namespace coffer
