#include "apps/cli/interrupts.h"

#include <pthread.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>

#include "apps/cli/exit_code.h"

namespace coffer::cli {
namespace {

constexpr timespec kLook{.tv_sec = 0, .tv_nsec = 50'000'000};

sigset_t interrupt_alone() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  return set;
}

std::optional<termios> terminal_state() {
  termios state{};
  return ::tcgetattr(STDIN_FILENO, &state) == 0 ? std::optional(state) : std::nullopt;
}

}  // namespace

Interrupts::Interrupts() {
  const sigset_t set = interrupt_alone();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::jthread([this](const std::stop_token& stop) { wait(stop); });
}

Interrupts::~Interrupts() {
  thread_.request_stop();
  thread_.join();
  const sigset_t set = interrupt_alone();
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interrupts::on_interrupt(std::function<void()> say) {
  const std::scoped_lock lock(mutex_);
  say_ = std::move(say);
}

void Interrupts::wait(const std::stop_token& stop) {
  const std::optional<termios> before = terminal_state();
  const sigset_t set = interrupt_alone();
  while (!stop.stop_requested()) {
    if (::sigtimedwait(&set, nullptr, &kLook) != SIGINT) continue;
    const std::scoped_lock lock(mutex_);
    if (say_) say_();
    if (before) ::tcsetattr(STDIN_FILENO, TCSANOW, &*before);
    std::_Exit(static_cast<int>(ExitCode::kInterrupted));
  }
}

}  // namespace coffer::cli
