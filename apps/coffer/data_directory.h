#pragma once

#include <filesystem>
#include <string>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"

namespace coffer::app {

/// The data directory of one server: its owner's alone, and used by one process at a time. While it is
/// held, `pid` names the process.
class DataDirectory {
 public:
  /// Makes what is missing. CONFLICT when another server uses the directory.
  static Result<DataDirectory> open(const std::filesystem::path& path);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;

 private:
  explicit DataDirectory(int lock) : lock_(lock) {}
  int lock_;
};

/// The name of the process that uses this directory, among replicas that share a database: made once
/// and kept in `replica`, so that a process that comes back goes on with what it had.
Result<std::string> replica_name(const std::filesystem::path& data, const Clock& clock, Entropy& entropy);

}  // namespace coffer::app
