#pragma once

#include <filesystem>

#include "base/result.h"

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

}  // namespace coffer::app
