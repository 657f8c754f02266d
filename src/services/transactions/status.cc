#include "services/transactions/status.h"

#include <algorithm>
#include <array>
#include <string>

namespace coffer::transactions {
namespace {

using enum Status;

constexpr std::array<std::string_view, 10> kNames{"queued", "signed",   "submitted", "mined",   "confirmed",
                                                  "failed", "replaced", "cancelled", "expired", "rejected"};
constexpr std::array<std::string_view, 3> kSpeeds{"slow", "normal", "fast"};

struct Arrow {
  Status from;
  Status to;
};

constexpr std::array kArrows{
    Arrow{kQueued, kSigned},     Arrow{kQueued, kCancelled},   Arrow{kQueued, kExpired},
    Arrow{kQueued, kRejected},   Arrow{kQueued, kMined},  // found on chain after a restore
    Arrow{kQueued, kFailed},     Arrow{kSigned, kSubmitted},   Arrow{kSigned, kMined},
    Arrow{kSigned, kQueued},  // its ticket became void
    Arrow{kSigned, kFailed},     Arrow{kSigned, kReplaced},    Arrow{kSigned, kCancelled},
    Arrow{kSigned, kExpired},    Arrow{kSubmitted, kMined},    Arrow{kSubmitted, kQueued},
    Arrow{kSubmitted, kFailed},  Arrow{kSubmitted, kReplaced}, Arrow{kSubmitted, kCancelled},
    Arrow{kSubmitted, kExpired}, Arrow{kMined, kSubmitted},  // reorganisation
    Arrow{kMined, kQueued},      Arrow{kMined, kReplaced},     Arrow{kMined, kConfirmed},
    Arrow{kMined, kFailed},
};

}  // namespace

std::string_view status_name(Status status) { return kNames.at(static_cast<std::size_t>(status)); }

Result<Status> parse_status(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return fail(invalid_field("status", "is no status of a transaction"));
  return static_cast<Status>(found - kNames.begin());
}

bool is_final(Status status) { return status >= kConfirmed; }

bool may_follow(Status from, Status to) {
  return std::ranges::any_of(kArrows, [&](const Arrow& arrow) { return arrow.from == from && arrow.to == to; });
}

bool has_reached(Status now, Status wanted) { return is_final(now) || now >= wanted; }

std::string_view speed_name(Speed speed) { return kSpeeds.at(static_cast<std::size_t>(speed)); }

Result<Speed> parse_speed(std::string_view name) {
  if (name.empty()) return Speed::kNormal;
  const auto found = std::ranges::find(kSpeeds, name);
  if (found == kSpeeds.end()) return fail(invalid_field("speed", "must be slow, normal or fast"));
  return static_cast<Speed>(found - kSpeeds.begin());
}

}  // namespace coffer::transactions
