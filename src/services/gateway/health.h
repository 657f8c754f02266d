#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/async/sleeper.h"
#include "platform/http/handler.h"

namespace coffer::gateway {

/// One thing that Coffer depends on.
class HealthCheck {
 public:
  virtual ~HealthCheck() = default;
  /// As `database`, `chains`.
  [[nodiscard]] virtual std::string name() const = 0;
  /// Whether nothing can be served without it: then its failure is `down`, else `degraded`.
  [[nodiscard]] virtual bool is_critical() const = 0;
  virtual awaitable<Result<void>> check() = 0;
};

/// Answers `/health`, `/health/live` and `/health/ready`:
/// `{status, version, checks:{name:{status, latency_ms}}}`, 503 when down.
class Health {
 public:
  /// The checks outlive it. Each may take two seconds.
  Health(std::vector<HealthCheck*> checks, async::Sleeper& sleeper, std::string version);

  /// The process serves; nothing is asked.
  [[nodiscard]] http::Response live() const;
  /// Whether the critical dependencies answer.
  awaitable<http::Response> ready();
  /// All dependencies, memory and processor.
  awaitable<http::Response> full();

 private:
  awaitable<http::Response> report(bool critical_only);

  std::vector<HealthCheck*> checks_;
  async::Sleeper& sleeper_;
  std::string version_;
};

}  // namespace coffer::gateway
