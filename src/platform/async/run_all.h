#pragma once

#include <vector>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// Runs the tasks side by side on this coroutine's executor; returns once all have ended, and then
/// throws what the first of them threw. When the caller is cancelled so is each task, and all have
/// ended before this returns: they may use what the caller holds.
awaitable<void> run_all(std::vector<awaitable<void>> tasks);

}  // namespace coffer::async
