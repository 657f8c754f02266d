#include "apps/coffer/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace coffer::app {
namespace {

/// Databases, nodes, logs, and what is opened for a moment.
constexpr std::size_t kOwnFiles = 256;

}  // namespace

std::size_t make_room_for(std::size_t connections) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return connections;
  const rlim_t needed = connections + kOwnFiles;
  if (files.rlim_cur < needed) {
    rlimit lifted = files;
    lifted.rlim_cur = std::min(needed, files.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &lifted) == 0) files = lifted;
  }
  // A machine that gives less than the own files still serves somebody.
  const std::size_t left = files.rlim_cur > 2 * kOwnFiles ? files.rlim_cur - kOwnFiles : files.rlim_cur / 2;
  return std::min(connections, left);
}

}  // namespace coffer::app
