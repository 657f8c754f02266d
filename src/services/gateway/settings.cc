#include "services/gateway/settings.h"

namespace coffer::gateway {

Settings development_settings() {
  Settings settings;
  settings.development = true;
  settings.address_limits.fill({.per_minute = 600'000, .burst = 100'000});
  settings.caller_limits.fill({.per_minute = 300'000, .burst = 50'000});
  return settings;
}

}  // namespace coffer::gateway
