#pragma once

#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "domain/evm/abi_type.h"

/// Values of the Solidity contract ABI, version 2, as JSON trees.
///
/// | type | JSON |
/// | --- | --- |
/// | `uintN`, `intN` | decimal string; going in, a whole JSON number is fine too |
/// | `address` | `0x` text, EIP-55 |
/// | `bool` | true, false |
/// | `bytesN`, `bytes`, `function` | `0x` hex |
/// | `string` | text, UTF-8 |
/// | arrays and tuples | array; going in, a tuple with named components may be an object |
namespace coffer::evm::abi {

/// How much a decoder forgives. kCanonical accepts exactly what `encode` would have written. kLenient
/// is for what contracts return: offsets may point anywhere inside the data, bytes may be left over, and the
/// padding of byte strings is not looked at.
/// Both refuse words that do not fit their type, lengths beyond the data and more than 1,000,000 values.
enum class Strictness { kCanonical, kLenient };

/// Encodes a JSON array of as many values as there are types. The error's field is the path of the
/// offending value, as `values[1].to`.
Result<Bytes> encode(const std::vector<Type>& types, const nlohmann::json& values);

/// Decodes to a JSON array of as many values as there are types.
Result<nlohmann::json> decode(const std::vector<Type>& types, BytesView data,
                              Strictness strictness = Strictness::kCanonical);

}  // namespace coffer::evm::abi
