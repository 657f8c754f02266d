#include "base/entropy.h"

#include <sys/random.h>

#include <cerrno>
#include <cstddef>

namespace coffer {

Result<void> SystemEntropy::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return fail(internal("getrandom failed"));
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

Result<void> SeededEntropy::fill(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) {
      state_ += 0x9e3779b97f4a7c15U;
      word = state_;
      word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9U;
      word = (word ^ word >> 27) * 0x94d049bb133111ebU;
      word ^= word >> 31;
    }
    out[i] = static_cast<std::uint8_t>(word >> (i % 8 * 8));
  }
  return {};
}

}  // namespace coffer
