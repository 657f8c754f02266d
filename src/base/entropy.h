#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"

namespace coffer {

/// Where randomness comes from. Keys are never made from anything else; a source that fails makes
/// the caller fail.
class Entropy {
 public:
  virtual ~Entropy() = default;
  /// Fills the whole span or fails.
  virtual Result<void> fill(std::span<std::uint8_t> out) = 0;
};

/// getrandom(2) without flags: blocks until the kernel's pool is initialised, fails closed.
class SystemEntropy final : public Entropy {
 public:
  Result<void> fill(std::span<std::uint8_t> out) override;
};

/// Deterministic bytes for tests and the simulator (SplitMix64); never for keys that hold money.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
  Result<void> fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t state_;
};

}  // namespace coffer
