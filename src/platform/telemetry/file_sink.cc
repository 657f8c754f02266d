#include "platform/telemetry/file_sink.h"

#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace coffer::telemetry {
namespace {

/// Whether the whole text was written; what a broken descriptor does not take is lost.
bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

struct FileSink::State {
  int descriptor;
  std::size_t limit;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::string buffer;
  std::uint64_t dropped = 0;
  std::uint64_t dropped_untold = 0;
  bool writing = false;
  bool ending = false;
  std::thread writer;

  void run() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return ending || !buffer.empty(); });
      if (buffer.empty()) return;
      std::string taken = std::exchange(buffer, {});
      if (const auto count = std::exchange(dropped_untold, 0); count > 0)
        taken += R"({"level":"warning","logger":"log","message":"lines were dropped","count":)" +
                 std::to_string(count) + "}\n";
      writing = true;
      lock.unlock();
      (void)write_all(descriptor, taken);
      lock.lock();
      writing = false;
      changed.notify_all();
    }
  }
};

FileSink::FileSink(int descriptor, std::size_t max_buffered_bytes) : state_(std::make_unique<State>()) {
  state_->descriptor = descriptor;
  state_->limit = max_buffered_bytes;
  state_->writer = std::thread([state = state_.get()] { state->run(); });
}

FileSink::~FileSink() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->changed.notify_all();
  state_->writer.join();
}

void FileSink::write(std::string_view line) {
  bool was_empty = false;
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->buffer.size() + line.size() + 1 > state_->limit) {
      ++state_->dropped;
      ++state_->dropped_untold;
      return;
    }
    was_empty = state_->buffer.empty();
    state_->buffer.append(line);
    state_->buffer.push_back('\n');
  }
  if (was_empty) state_->changed.notify_all();
}

void FileSink::flush() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [this] { return state_->buffer.empty() && !state_->writing; });
}

std::uint64_t FileSink::dropped() const {
  const std::lock_guard lock(state_->mutex);
  return state_->dropped;
}

}  // namespace coffer::telemetry
