#pragma once

#include <functional>

#include "apps/verify/plan.h"

namespace coffer::verify {

/// Leaves out of a plan whatever it fails without: first large parts of its actions, then single ones.
/// `fails` is asked at most `most` times.
Plan shrink(Plan plan, const std::function<bool(const Plan&)>& fails, std::size_t most = 200);

}  // namespace coffer::verify
