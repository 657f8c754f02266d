#pragma once

#include <cstdint>
#include <exception>
#include <vector>

namespace coffer::verify {

/// Where a process can be struck: each await that reaches outside passes one of these.
enum class Point : std::uint8_t { kRead, kCommit, kSend, kAsk, kSign };
inline constexpr std::uint64_t kPoints = 5;

/// What happens there.
enum class Fate : std::uint8_t {
  kNone,
  kCrashBefore,  // the process ends, and nothing was done
  kCrashAfter,   // it was done, and the process ends without having learnt of it
  kFailBefore,   // it fails, and nothing was done
  kFailAfter,    // it was done, and is reported as failed: the outcome is unknown
};
inline constexpr std::uint64_t kFates = 5;

/// Unwinds the coroutines of a process that has ended.
class Crashed final : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "the process has crashed"; }
};

/// The strikes that wait for a process.
class Hazards {
 public:
  /// Strikes at that point when it was passed `skip` times.
  void arm(Point point, std::uint64_t skip, Fate fate) { armed_.push_back({point, skip, fate}); }
  void clear() { armed_.clear(); }

  Fate pass(Point point) {
    Fate out = Fate::kNone;
    for (auto strike = armed_.begin(); strike != armed_.end();) {
      if (strike->point != point || strike->skip-- > 0) {
        ++strike;
        continue;
      }
      out = strike->fate;
      strike = armed_.erase(strike);
    }
    return out;
  }

 private:
  struct Strike {
    Point point;
    std::uint64_t skip;
    Fate fate;
  };
  std::vector<Strike> armed_;
};

}  // namespace coffer::verify
