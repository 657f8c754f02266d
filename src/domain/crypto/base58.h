#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace coffer::crypto {

/// Base 58 with Bitcoin's alphabet; each leading zero byte becomes a leading `1`.
std::string base58(BytesView bytes);
/// The bytes of a base 58 text of at most 256 characters.
Result<Bytes> parse_base58(std::string_view text);

/// base58(payload ‖ first four bytes of the double SHA-256): addresses, WIF, extended keys.
std::string base58check(BytesView payload);
/// The payload; fails when the checksum does not hold.
Result<Bytes> parse_base58check(std::string_view text);

}  // namespace coffer::crypto
