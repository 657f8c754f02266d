#pragma once

#include "apps/verify/plan.h"

namespace coffer::verify {

struct RunResult {
  std::optional<Violation> violation;
  std::vector<std::string> trace;  // when it was asked for
  std::size_t ended = 0;           // intents that came to an end
};

/// Runs one plan from its start to where every intent has ended, or to the first rule that does not hold.
RunResult run_plan(const Plan& plan, KeyHouse& house, const Wrapping& wrapping, bool traced = false);

}  // namespace coffer::verify
