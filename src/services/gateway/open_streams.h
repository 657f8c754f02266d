#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"

namespace coffer::gateway {

/// Counts the open streams of all callers and of each, and refuses one too many. May be used from any thread.
class OpenStreams {
 public:
  OpenStreams(std::size_t most, std::size_t most_per_caller);

  /// An open stream, as long as it lives.
  class Place {
   public:
    virtual ~Place() = default;
  };

  /// Fails with UNAVAILABLE when all places are taken, with RATE_LIMIT_EXCEEDED when those of the caller are.
  Result<std::unique_ptr<Place>> take(const std::string& caller);

 private:
  struct State;
  class Taken;
  std::shared_ptr<State> state_;
};

}  // namespace coffer::gateway
