// What the service does by itself: it watches balances.
#include <nlohmann/json.hpp>

#include "services/wallets/wallets.h"

namespace coffer::wallets {
namespace {

constexpr Duration kAfterFailure = std::chrono::seconds{1};

bool is_on_chain(const std::string& status) { return status == "mined" || status == "confirmed" || status == "failed"; }

}  // namespace

void Wallets::start(async::TaskGroup& tasks) { tasks.spawn("networks of the wallets", watch_networks(tasks)); }

awaitable<Result<void>> Wallets::watch_networks(async::TaskGroup& tasks) {
  chains::v1::ListNetworksRequest request;
  request.set_page_size(100);
  for (;;) {
    const auto page = co_await d_.chains.list_networks(CallContext::internal("wallets"), request);
    if (!page) {
      log_.warning("the networks cannot be listed", {{"reason", page.error().message}});
      CO_CHECK(co_await d_.sleeper.sleep_for(kAfterFailure));
      continue;
    }
    for (const chains::v1::Network& network : page->networks())
      tasks.spawn("balances on " + network.id(), watch_.follow(network.id()));
    if (page->next_page_token().empty()) co_return Result<void>();
    request.set_page_token(page->next_page_token());
  }
}

awaitable<Result<void>> Wallets::take(const events::Envelope& envelope) {
  const auto data = nlohmann::json::parse(envelope.data, nullptr, false);
  if (!data.is_object() || !is_on_chain(data.value("status", ""))) co_return Result<void>();
  std::vector<std::string> addresses{data.value("from", ""), data.value("to", "")};
  co_return co_await watch_.check_addresses(data.value("network", ""), std::move(addresses));
}

}  // namespace coffer::wallets
