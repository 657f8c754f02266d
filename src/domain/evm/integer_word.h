#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "base/u256.h"

/// Integers of the ABI and of EIP-712, which share the 32-byte word: big-endian, two's complement.
namespace coffer::evm {

/// An integer type: its width in bits (8–256) and whether it has a sign.
struct IntegerType {
  bool is_signed = false;
  std::size_t bits = 256;
};

/// Which texts name an integer: decimal digits with `-` for signed types, and `0x` hex where allowed.
enum class IntegerText { kDecimal, kDecimalOrHex };

/// The word of a JSON value: a whole JSON number, or a string. Fails outside the type's range.
Result<ByteArray<32>> integer_word(const nlohmann::json& value, IntegerType type, IntegerText text);

/// The decimal text of a word. Fails where the word does not fit the type.
Result<std::string> integer_text(const ByteArray<32>& word, IntegerType type);

}  // namespace coffer::evm
