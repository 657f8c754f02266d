#include "apps/verify/trace.h"

#include <fmt/format.h>

namespace coffer::verify {

std::string seconds_text(Duration duration) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  return fmt::format("{}.{:03}s", millis / 1000, millis % 1000);
}

void Trace::add(Duration since_start, const std::string& text) {
  if (wanted_) lines_.push_back(fmt::format("{:>10}  {}", seconds_text(since_start), text));
}

}  // namespace coffer::verify
