#include "platform/async/retry_budget.h"

#include <algorithm>

namespace coffer::async {

void RetryBudget::call() {
  const std::lock_guard lock(mutex_);
  hundredths_ = std::min(most_, hundredths_ + earned_per_call_);
}

bool RetryBudget::spend() {
  const std::lock_guard lock(mutex_);
  if (hundredths_ < 100) return false;
  hundredths_ -= 100;
  return true;
}

}  // namespace coffer::async
