#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace coffer::cli {

/// What doctor says of one thing.
struct Finding {
  enum class State { kGood, kWarning, kBad };
  std::string name;
  State state = State::kGood;
  std::string message;
  std::string fix;  // a line that mends it; empty where nothing is to be mended
};

/// What can be looked at on the server's own machine: the data directory. Given by the program, which knows
/// databases and keys; the client commands do not.
using LocalChecks = std::function<std::vector<Finding>(const std::filesystem::path& data)>;

}  // namespace coffer::cli
