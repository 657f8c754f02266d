#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// Bounded concurrency: at most `permits` at work, at most `max_waiting` in line, first come first
/// served. All members may be called from any thread.
class Semaphore {
  struct State;

 public:
  /// One place at work; giving it back is destroying it.
  class Permit {
   public:
    explicit Permit(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Permit(Permit&&) noexcept = default;
    Permit& operator=(Permit&& other) noexcept;
    Permit(const Permit&) = delete;
    Permit& operator=(const Permit&) = delete;
    ~Permit();

   private:
    std::shared_ptr<State> state_;
  };

  Semaphore(std::size_t permits, std::size_t max_waiting);

  /// Fails with UNAVAILABLE when the line is full, with `cancelled()` when cancelled.
  awaitable<Result<Permit>> acquire();
  [[nodiscard]] std::optional<Permit> try_acquire();
  [[nodiscard]] std::size_t waiting() const;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace coffer::async
