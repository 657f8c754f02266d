#include "domain/crypto/totp.h"

#include <algorithm>

#include "domain/crypto/hotp.h"

namespace coffer::crypto {

Result<std::string> totp(BytesView secret, std::uint64_t time_s, const TotpParameters& parameters) {
  if (parameters.period_s == 0) return fail(invalid_field("period", "RFC 6238: must be at least 1 second"));
  return hotp(secret, time_s / parameters.period_s, parameters.digits, parameters.algorithm);
}

Result<std::optional<std::uint64_t>> match_totp(BytesView secret, std::string_view code, std::uint64_t time_s,
                                                unsigned window, const TotpParameters& parameters) {
  if (parameters.period_s == 0) return fail(invalid_field("period", "RFC 6238: must be at least 1 second"));
  const std::uint64_t now = time_s / parameters.period_s;
  const std::uint64_t behind = std::min<std::uint64_t>(now, window);
  std::optional<std::uint64_t> found;
  for (std::uint64_t i = 0; i <= behind + window; ++i) {
    const std::uint64_t step = now - behind + i;
    COFFER_TRY(const std::string expected, hotp(secret, step, parameters.digits, parameters.algorithm));
    if (equal_constant_time(as_bytes(expected), as_bytes(code))) found = step;
  }
  return found;
}

}  // namespace coffer::crypto
