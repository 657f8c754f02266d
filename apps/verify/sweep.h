#pragma once

#include "apps/verify/run.h"

namespace coffer::verify {

/// Many runs side by side on several threads. Each follows from its own seed alone, so that neither their
/// number nor the threads change what a seed shows.
struct Sweep {
  std::uint64_t first = 1;  // seed of the first run; the next ones follow
  std::uint64_t runs = 1;
  std::size_t threads = 1;
  Wrapping wrapping = {};
  /// Told of how many are done, now and then, on any thread.
  std::function<void(std::uint64_t done)> on_progress = {};
};

struct SweepResult {
  std::uint64_t runs = 0;               // that were made
  std::size_t intents = 0;              // that came to an end in them
  std::optional<std::uint64_t> failed;  // the lowest seed whose run breaks a rule
};

/// Stops at the first rule that is broken.
SweepResult sweep(const Sweep& sweep);

/// Processors that this machine has to offer.
std::size_t all_processors();

/// The broken rule, what is left of the faults once those that do not matter are taken away, and what
/// happened, for people. The plan must fail.
std::string report(const Plan& plan, KeyHouse& house, const Wrapping& wrapping);

}  // namespace coffer::verify
