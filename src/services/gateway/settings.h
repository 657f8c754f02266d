#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace coffer::gateway {

/// So many calls a minute on average, and so many at once.
struct RateLimit {
  int per_minute = 60;
  int burst = 30;
  bool operator==(const RateLimit&) const = default;
};

/// The limits of one kind of caller, by rpc::RateClass: read, write, auth, money, stream.
using RateLimits = std::array<RateLimit, 5>;

/// What the operator may set of the public entry.
struct Settings {
  std::string version = "0.1.0";
  bool development = false;                             // serves what the contract marks as such
  std::string issuer = "coffer";                        // `iss` and `aud` of the access tokens
  Duration access_lifetime = std::chrono::minutes{30};  // Max-Age of the cookies
  Duration refresh_lifetime = std::chrono::hours{7 * 24};
  bool secure_cookies = false;               // also without TLS of our own, behind a proxy that has it
  std::vector<std::string> allowed_origins;  // CORS with credentials: `https://app.example.com`
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  RateLimits address_limits{{{1200, 400}, {600, 200}, {60, 30}, {300, 100}, {120, 60}}};
  RateLimits caller_limits{{{600, 200}, {300, 100}, {60, 30}, {120, 60}, {60, 30}}};
  std::size_t max_rate_entries = 100'000;
  std::size_t max_streams = 5'000;
  std::size_t max_streams_per_caller = 100;
  Duration stream_wait = std::chrono::seconds{15};  // then a comment, or nothing on a WebSocket
  Duration idempotency_kept = std::chrono::hours{48};
  std::size_t max_cached_tokens = 20'000;
  Duration key_refresh_interval = std::chrono::seconds{5};  // at most one look for unknown keys in this time

  bool operator==(const Settings&) const = default;
};

/// Takes limits as an operator writes them, `read=600/200`: the class (`read`, `write`, `auth`, `money`, `stream`),
/// calls a minute on average, calls at once. Classes that are not named keep theirs. Fails, saying the rule, where a
/// text has another form, a number is not 1–10,000,000, or a class is named twice.
Result<void> set_limits(RateLimits& limits, std::span<const std::string> given);

/// Limits wide enough for twenty people who sign up and send at once from one machine.
Settings development_settings();

}  // namespace coffer::gateway
