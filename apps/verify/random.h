#pragma once

#include <cstddef>
#include <cstdint>

namespace coffer::verify {

/// SplitMix64: the whole of a run follows from one seed. Each part of the world draws from a stream of
/// its own, so that leaving a fault out of a plan does not change what the others draw.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// A stream of its own for one purpose.
  [[nodiscard]] static Random stream(std::uint64_t seed, std::uint64_t purpose) {
    Random out(seed ^ (purpose * 0xd6e8feb86659fd93ULL));
    out.next();
    return out;
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  /// 0 … bound-1; 0 for a bound of 0.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  /// first … last.
  std::uint64_t between(std::uint64_t first, std::uint64_t last) { return first + below(last - first + 1); }
  bool chance(std::uint64_t percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

}  // namespace coffer::verify
