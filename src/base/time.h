#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace coffer {

using Duration = std::chrono::microseconds;
/// A moment in UTC with microseconds: what rows and messages hold.
using Time = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// Microseconds since 1970-01-01T00:00:00Z, the BIGINT of every time column.
std::int64_t to_micros(Time time);
Time from_micros(std::int64_t micros);

/// RFC 3339 in UTC: `2026-01-02T03:04:05Z`, with six fraction digits where they are not zero.
std::string rfc3339(Time time);
/// Strict RFC 3339 section 5.6 with `Z` or a numeric offset; years 1970–9999.
Result<Time> parse_rfc3339(std::string_view text);
/// `250ms`, `20s`, `5m`, `1h`: a whole number and a unit.
Result<Duration> parse_duration(std::string_view text);

/// Where a component gets the time from. Nothing in the services reads the system's clock.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

/// The system's clock, for `apps/coffer`.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

/// A clock that stands until it is moved, for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  [[nodiscard]] Time now() const override { return now_; }
  void advance(Duration by) { now_ += by; }

 private:
  Time now_;
};

}  // namespace coffer
