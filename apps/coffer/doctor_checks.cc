#include "apps/coffer/doctor_checks.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "apps/coffer/stores.h"
#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"

namespace coffer::app {
namespace {

namespace fs = std::filesystem;
using cli::Finding;
using State = Finding::State;

constexpr std::uintmax_t kLeastRoom = 1ULL << 30;
constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;

bool is_private(const fs::path& path) {
  std::error_code failure;
  return (fs::status(path, failure).permissions() & kOthers) == fs::perms::none;
}

Finding directory_mode(const fs::path& data) {
  if (is_private(data)) return {"data directory", State::kGood, data.string() + ", its owner's alone", ""};
  return {"data directory", State::kBad, data.string() + " may be entered by others", "chmod 700 " + data.string()};
}

Finding key_modes(const fs::path& data) {
  std::error_code failure;
  std::size_t count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(data / "keys", failure)) {
    ++count;
    if (!is_private(entry.path()))
      return {"keys", State::kBad, entry.path().string() + " may be read by others",
              "chmod 600 " + entry.path().string()};
  }
  if (failure)
    return {"keys", State::kBad, "the folder of the keys cannot be read", "chmod 700 " + (data / "keys").string()};
  return {"keys", State::kGood, std::to_string(count) + " key files, their owner's alone", ""};
}

Finding disk_room(const fs::path& data) {
  std::error_code failure;
  const fs::space_info space = fs::space(data, failure);
  const std::string room = std::to_string(space.available >> 20) + " MiB free";
  if (failure) return {"disk", State::kWarning, "its room is not known", ""};
  if (space.available < kLeastRoom)
    return {"disk", State::kBad, "only " + room, "du -xh --max-depth=2 " + data.string() + " | sort -h"};
  return {"disk", State::kGood, room, ""};
}

/// Whether a server holds the directory, by its lock: a number in `pid` may be somebody else's by now.
bool is_held(const fs::path& data) {
  const int lock = ::open((data / "lock").c_str(), O_RDWR | O_CLOEXEC);
  if (lock < 0) return false;
  const bool held = ::flock(lock, LOCK_EX | LOCK_NB) != 0;
  ::close(lock);
  return held;
}

Finding server_process(const fs::path& data) {
  if (!is_held(data))
    return {"server process", State::kWarning, "no server runs on this data", "./dev up --data " + data.string()};
  std::string pid;
  std::ifstream(data / "pid") >> pid;
  return {"server process", State::kGood, "runs as process " + pid, ""};
}

awaitable<Result<std::vector<std::string>>> pending(Stores& stores, const Topology& topology) {
  Result<std::vector<std::string>> steps = co_await pending_migrations(stores, topology);
  co_await close_stores(stores);
  co_return steps;
}

Finding migrations(const fs::path& data) {
  for (const char* file : {"coffer.db", "signer.db"})
    if (!fs::exists(data / file))
      return {"migrations", State::kWarning, "there is no database yet", "coffer migrate --data " + data.string()};
  ServeOptions options;
  options.data = data;
  const Result<Topology> topology = Topology::of(options);
  if (!topology) return {"migrations", State::kBad, topology.error().message, "coffer config check"};
  async::IoThreads threads(1);
  Result<Stores> stores = open_stores(threads.executor(0), options, *topology);
  if (!stores)
    return {"migrations", State::kBad, stores.error().message, "see the modes of the files in " + data.string()};
  const Result<std::vector<std::string>> steps = async::run_blocking(threads.executor(0), pending(*stores, *topology));
  if (!steps) return {"migrations", State::kBad, steps.error().message, "use the program that made this data"};
  if (steps->empty()) return {"migrations", State::kGood, "all are applied", ""};
  return {"migrations", State::kBad, std::to_string(steps->size()) + " wait, the first is " + steps->front(),
          "coffer migrate --data " + data.string() + "   (while no server runs)"};
}

}  // namespace

std::vector<Finding> check_data_directory(const fs::path& data) {
  std::error_code failure;
  if (!fs::is_directory(data, failure))
    return {{"data directory", State::kWarning, "there is none at " + data.string(),
             "coffer doctor --data DIR   (where the server keeps it)"}};
  return {directory_mode(data), key_modes(data), disk_room(data), server_process(data), migrations(data)};
}

}  // namespace coffer::app
