#include "apps/coffer/health_checks.h"

namespace coffer::app {

awaitable<Result<void>> ChainsCheck::check() {
  CO_TRY(const chains::v1::ListNetworksReply reply,
         co_await chains_.list_networks(CallContext::internal("gateway"), {}));
  for (const chains::v1::Network& network : reply.networks())
    if (network.health() == "down") co_return fail(unavailable(network.id() + " has no node that answers"));
  co_return Result<void>();
}

}  // namespace coffer::app
