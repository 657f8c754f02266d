#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "domain/crypto/hash.h"

namespace coffer::crypto {

/// How an authenticator application counts time.
struct TotpParameters {
  unsigned digits = 6;
  std::uint32_t period_s = 30;
  HashAlgorithm algorithm = HashAlgorithm::kSha1;
};

/// TOTP of RFC 6238 at `time_s`, seconds since 1970.
Result<std::string> totp(BytesView secret, std::uint64_t time_s, const TotpParameters& parameters);

/// The time step at which `code` is right, looking `window` steps back and ahead; nothing when it is not. The caller
/// keeps the step and refuses it and those before it from then on (RFC 6238 section 5.2).
Result<std::optional<std::uint64_t>> match_totp(BytesView secret, std::string_view code, std::uint64_t time_s,
                                                unsigned window, const TotpParameters& parameters);

}  // namespace coffer::crypto
