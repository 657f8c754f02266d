#pragma once

#include <string>

#include "coffer/chains/v1/chains.coffer.h"
#include "platform/async/sleeper.h"
#include "platform/telemetry/log.h"
#include "services/streams/listeners.h"
#include "services/streams/store.h"

namespace coffer::streams {

/// Records the new heads of one network, for everybody.
class HeadRecorder {
 public:
  /// All but the log outlive it.
  HeadRecorder(std::string network, chains::v1::ChainsApi& chains, Store& store, Listeners& listeners,
               const Clock& clock, async::Sleeper& sleeper, telemetry::Log log);

  /// Follows until cancelled. What goes wrong is logged and tried again.
  awaitable<Result<void>> run();
  /// Waits at most `wait` for changes after those that are recorded, and records them.
  awaitable<Result<void>> follow(std::chrono::milliseconds wait);

 private:
  std::string network_;
  std::string source_;
  chains::v1::ChainsApi& chains_;
  Store& store_;
  Listeners& listeners_;
  const Clock& clock_;
  async::Sleeper& sleeper_;
  telemetry::Log log_;
};

}  // namespace coffer::streams
