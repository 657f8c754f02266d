#include "apps/coffer/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "apps/coffer/keys.h"

namespace coffer::app {

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& path) {
  std::error_code failure;
  for (const std::filesystem::path& folder : {path, path / "keys"}) {
    std::filesystem::create_directories(folder, failure);
    if (!failure) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
    if (failure) return fail(unavailable("cannot use the data directory " + path.string()));
  }
  DataDirectory directory(::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (directory.lock_ < 0) return fail(unavailable("cannot use the data directory " + path.string()));
  if (::flock(directory.lock_, LOCK_EX | LOCK_NB) != 0)
    return fail(conflict("another server uses the data directory " + path.string()));
  COFFER_CHECK(write_private_file(path / "pid", std::to_string(::getpid())));
  return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept : lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace coffer::app
