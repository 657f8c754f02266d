#include "apps/coffer/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "apps/coffer/keys.h"
#include "base/id.h"

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

Result<std::string> replica_name(const std::filesystem::path& data, const Clock& clock, Entropy& entropy) {
  const std::filesystem::path file = data / "replica";
  if (std::filesystem::exists(file)) {
    std::ifstream in(file);
    std::string name{std::istreambuf_iterator<char>(in), {}};
    if (!is_id(name)) return fail(unavailable(file.string() + " does not hold the name of a replica"));
    return name;
  }
  COFFER_TRY(std::string name, new_id(clock, entropy));
  COFFER_CHECK(write_private_file(file, name));
  return name;
}

}  // namespace coffer::app
