#include "apps/coffer/certificate.h"

namespace coffer::app {
namespace {

constexpr Duration kBetweenLooks = std::chrono::seconds{10};

}  // namespace

awaitable<Result<void>> keep_certificate_current(http::ServerTls& tls, async::Sleeper& sleeper, telemetry::Log log) {
  for (;;) {
    CO_CHECK(co_await sleeper.sleep_for(kBetweenLooks));
    const Result<bool> renewed = tls.reload_if_changed();
    if (!renewed) log.error("the certificate cannot be renewed", {{"reason", renewed.error().message}});
    if (renewed && *renewed) log.info("the certificate was renewed");
  }
}

}  // namespace coffer::app
