#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace coffer::verify {

/// What happened in a run, for people; silent unless somebody wants to read it.
class Trace {
 public:
  explicit Trace(bool wanted) : wanted_(wanted) {}
  [[nodiscard]] bool wanted() const { return wanted_; }
  /// `since_start` is virtual time.
  void add(Duration since_start, const std::string& text);
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  bool wanted_;
  std::vector<std::string> lines_;
};

/// `12.345s`
std::string seconds_text(Duration duration);

}  // namespace coffer::verify
