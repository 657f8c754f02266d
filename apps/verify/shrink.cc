#include "apps/verify/shrink.h"

#include <algorithm>

namespace coffer::verify {

Plan shrink(Plan plan, const std::function<bool(const Plan&)>& fails, std::size_t most) {
  for (std::size_t part = std::max<std::size_t>(1, plan.actions.size() / 2);;
       part = std::max<std::size_t>(1, part / 2)) {
    bool smaller = false;
    for (std::size_t begin = 0; begin < plan.actions.size();) {
      if (most-- == 0) return plan;
      Plan without = plan;
      const auto first = without.actions.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto count = std::min(part, plan.actions.size() - begin);
      without.actions.erase(first, first + static_cast<std::ptrdiff_t>(count));
      if (fails(without)) {
        plan = std::move(without);
        smaller = true;
      } else {
        begin += count;
      }
    }
    if (part == 1 && !smaller) return plan;
  }
}

}  // namespace coffer::verify
