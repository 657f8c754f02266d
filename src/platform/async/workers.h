#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "platform/async/awaitable.h"

namespace coffer::async {

/// The pool for work that needs the processor (password hashing, key derivation, proofs) or a
/// blocking call. Bounded: when the queue is full, work is refused.
class Workers {
 public:
  /// `threads` at work and at most `max_queued` pieces of work waiting.
  explicit Workers(std::size_t threads = 2, std::size_t max_queued = 1024);
  /// Finishes what was begun and joins.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Calls `work`, which returns a `Result<U>`, on the pool and resumes on the caller's executor. An
  /// exception is thrown on to the caller. Fails with UNAVAILABLE when the queue is full. Once begun
  /// it runs to its end, so `work` owns what it uses.
  template <class F>
  awaitable<std::invoke_result_t<F&>> run(F work) {
    using R = std::invoke_result_t<F&>;
    auto outcome = std::make_shared<Outcome<R>>();
    auto job = [outcome, work = std::move(work)]() mutable {
      try {
        outcome->value.emplace(work());
      } catch (...) {
        outcome->exception = std::current_exception();
      }
    };
    const auto ran = co_await submit(std::move(job));
    if (!ran) co_return std::unexpected(ran.error());
    if (outcome->exception) std::rethrow_exception(outcome->exception);
    co_return *std::move(outcome->value);
  }

 private:
  template <class R>
  struct Outcome {
    std::optional<R> value;
    std::exception_ptr exception;
  };
  struct Pool;

  awaitable<Result<void>> submit(std::move_only_function<void()> job);

  std::unique_ptr<Pool> pool_;
};

}  // namespace coffer::async
