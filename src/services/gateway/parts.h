#pragma once

#include <string>
#include <vector>

#include "base/entropy.h"
#include "base/time.h"
#include "platform/async/sleeper.h"
#include "platform/http/static_files.h"
#include "platform/rpc/descriptor.h"
#include "platform/sql/database.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/gateway/health.h"
#include "services/gateway/settings.h"
#include "services/gateway/tokens.h"

namespace coffer::gateway {

/// What the gateway is made of; everything named by reference or pointer outlives it.
struct Parts {
  const Clock& clock;
  Entropy& entropy;
  async::Sleeper& sleeper;
  sql::Database& database;
  telemetry::Metrics& metrics;
  telemetry::Log log;
  const rpc::Formats& formats;
  KeySource& keys;
  SessionCheck& sessions;
  std::vector<rpc::Service*> services;  // erased, each behind its guard
  std::vector<HealthCheck*> checks;
  std::string openapi;               // the generated document, JSON
  http::StaticFiles* web = nullptr;  // the web app; none when null
  Settings settings;
};

}  // namespace coffer::gateway
