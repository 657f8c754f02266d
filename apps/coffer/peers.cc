#include "apps/coffer/peers.h"

#include <charconv>

namespace coffer::app {

Peers::Peers(const Topology& topology, const remote::Identity& identity, const remote::Connection::Parts& parts) {
  for (const auto& [service, addresses] : topology.peers()) {
    // Calls go round the replicas that answer.
    const std::string target = addresses.contains(',') ? "ipv4:" + addresses : addresses;
    connections_.emplace(
        service, std::make_unique<remote::Connection>(remote::ConnectionSettings{.service = service, .target = target},
                                                      identity, parts));
  }
}

Result<remote::ServerSettings> listen_settings(std::string_view text) {
  const Error refusal = invalid("--listen-grpc must be HOST:PORT, not " + std::string(text));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return fail(refusal);
  const char* const end = text.data() + text.size();
  std::uint16_t port = 0;
  const auto [stopped, failure] = std::from_chars(text.data() + colon + 1, end, port);
  if (failure != std::errc() || stopped != end) return fail(refusal);
  return remote::ServerSettings{.address = std::string(text.substr(0, colon)), .port = port};
}

}  // namespace coffer::app
