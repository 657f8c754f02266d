#pragma once

#include "platform/async/awaitable.h"
#include "platform/async/sleeper.h"
#include "platform/http/tls.h"
#include "platform/telemetry/log.h"

namespace coffer::app {

/// Takes up a new certificate within ten seconds of its files being replaced, until cancelled. Files
/// that cannot be used are logged, and the old certificate stays.
awaitable<Result<void>> keep_certificate_current(http::ServerTls& tls, async::Sleeper& sleeper, telemetry::Log log);

}  // namespace coffer::app
