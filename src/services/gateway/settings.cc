#include "services/gateway/settings.h"

#include "platform/rpc/descriptor.h"

namespace coffer::gateway {

Settings development_settings() {
  Settings settings;
  settings.development = true;
  settings.address_limits.fill({.per_minute = 600'000, .burst = 100'000});
  settings.caller_limits.fill({.per_minute = 300'000, .burst = 50'000});
  // Each of these costs a password hash: even here nobody may keep the processors busy with them.
  settings.address_limits[static_cast<std::size_t>(rpc::RateClass::kAuth)] = {.per_minute = 3'000, .burst = 600};
  return settings;
}

}  // namespace coffer::gateway
