#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace coffer::transactions {

/// Where an intent stands, as clients see it. The names are those of the public API.
enum class Status : std::uint8_t {
  kQueued,
  kSigned,
  kSubmitted,
  kMined,
  kConfirmed,
  kFailed,     // executed and reverted, or found to be impossible
  kReplaced,   // somebody else used its nonce and its owner wanted no other
  kCancelled,  // never signed, or the cancelling attempt is final
  kExpired,    // `valid_until` passed; as with kCancelled
  kRejected,   // the policy said no; never signed
};

/// `queued`, `signed`, …
std::string_view status_name(Status status);
/// The status of that name; VALIDATION_ERROR for another.
Result<Status> parse_status(std::string_view name);

/// Whether nothing can follow any more.
bool is_final(Status status);

/// Whether the life in docs/designs/intent.md has an arrow from one to the other.
bool may_follow(Status from, Status to);

/// Whether a caller who waits for `wanted` need wait no longer: it was reached, passed, or can no longer be.
bool has_reached(Status now, Status wanted);

/// How quickly something should be mined.
enum class Speed : std::uint8_t { kSlow, kNormal, kFast };
std::string_view speed_name(Speed speed);
/// Empty is normal.
Result<Speed> parse_speed(std::string_view name);

}  // namespace coffer::transactions
