#pragma once

#include <functional>
#include <mutex>
#include <thread>

namespace coffer::cli {

/// Ctrl-C. From its making on, SIGINT ends the process with code 130, after `say` has been called and the
/// terminal is as it was. Made before any other thread, which inherits that the signal is taken here.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// What is said from now on: how to go on with what was interrupted.
  void on_interrupt(std::function<void()> say);

 private:
  void wait(const std::stop_token& stop);

  std::mutex mutex_;
  std::function<void()> say_;
  std::jthread thread_;
};

}  // namespace coffer::cli
