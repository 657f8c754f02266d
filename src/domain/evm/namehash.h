#pragma once

#include <string_view>

#include "base/result.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// EIP-137 namehash of a name that is already in the normal form of ENSIP-15; zeros for the empty
/// name. Names are hashed exactly as written, so a name that is not normal is refused and never
/// mapped. Accepted is the subset whose normality can be decided without Unicode tables: labels of
/// `a–z`, `0–9`, `-`, `$` and leading `_`, no `--` in the third and fourth place, no empty label, at most 255 bytes a
/// label and 1,000 bytes a name. Everything else, also normal names in other scripts, is refused.
Result<Hash> namehash(std::string_view name);

/// keccak256 of one label.
Hash labelhash(std::string_view label);

}  // namespace coffer::evm
