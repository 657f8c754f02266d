#include "apps/coffer/networks.h"

#include <algorithm>

namespace coffer::app {
namespace {

using namespace std::chrono_literals;

/// A chain of one node that is ours, makes a block a second, and takes nothing back.
chains::NetworkSettings development_chain(const std::string& id, const std::string& url) {
  chains::NetworkSettings network;
  network.id = id;
  network.chain = "eip155:31337";
  network.name = "Development chain (" + id + ")";
  network.chain_id = 31337;
  network.endpoints.push_back({.name = "devnet", .url = url, .own = true});
  network.confirmations = 1;
  network.finality = chains::FinalityMode::kDepth;
  network.development = true;
  network.block_time = 1s;
  network.poll_interval = 200ms;
  network.quorum = 1;
  network.broadcast_fan_out = 1;
  return network;
}

}  // namespace

Result<std::vector<chains::NetworkSettings>> networks_of(const ServeOptions& options) {
  std::vector<chains::NetworkSettings> out;
  if (!options.networks.empty()) {
    COFFER_TRY(out, chains::load_networks(options.networks));
  }
  for (const std::string& devnet : options.devnets) {
    const std::size_t equals = devnet.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(
          invalid_field("chains.devnets", "chains.devnets must be NAME=URL, as ethereum=http://127.0.0.1:8545"));
    const std::string id = devnet.substr(0, equals);
    if (std::ranges::count(out, id, &chains::NetworkSettings::id) != 0)
      return fail(invalid_field("chains.devnets", "the network " + id + " is configured twice"));
    out.push_back(development_chain(id, devnet.substr(equals + 1)));
    COFFER_CHECK(chains::validate(out.back()));
  }
  return out;
}

std::map<std::string, std::string, std::less<>> chains_by_id(const std::vector<chains::NetworkSettings>& networks) {
  std::map<std::string, std::string, std::less<>> out;
  for (const chains::NetworkSettings& network : networks) out.emplace(network.id, network.chain);
  return out;
}

}  // namespace coffer::app
