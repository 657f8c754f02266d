#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// HOTP of RFC 4226: `digits` (6–8: section 5.3 asks for six at least) of HMAC(secret, counter).
Result<std::string> hotp(BytesView secret, std::uint64_t counter, unsigned digits,
                         HashAlgorithm algorithm = HashAlgorithm::kSha1);

}  // namespace coffer::crypto
