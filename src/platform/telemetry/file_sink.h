#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "platform/telemetry/log.h"

namespace coffer::telemetry {

/// Writes lines to a file descriptor from a thread of its own. What does not fit the buffer is
/// dropped and counted; the count is logged once there is room.
class FileSink final : public LogSink {
 public:
  /// `descriptor` stays the caller's (2 for standard error).
  explicit FileSink(int descriptor, std::size_t max_buffered_bytes = 8 << 20);
  /// Writes out what is buffered.
  ~FileSink() override;

  void write(std::string_view line) override;
  /// Returns once everything taken so far is written.
  void flush();
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::telemetry
