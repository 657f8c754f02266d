#include "apps/coffer/topology.h"

#include <algorithm>
#include <array>
#include <vector>

namespace coffer::app {
namespace {

/// A service and those it calls.
struct Needs {
  std::string_view service;
  std::vector<std::string_view> called;
};

const std::array<Needs, 8>& all_services() {
  static const std::array<Needs, 8> kAll = {{
      {.service = "chains", .called = {}},
      {.service = "gateway", .called = {"chains", "identity", "jsonrpc", "streams", "transactions", "wallets"}},
      {.service = "identity", .called = {}},
      {.service = "jsonrpc", .called = {"chains", "transactions", "wallets"}},
      {.service = "signer", .called = {}},
      {.service = "streams", .called = {"chains"}},
      {.service = "transactions", .called = {"chains", "signer", "wallets"}},
      {.service = "wallets", .called = {"chains", "signer"}},
  }};
  return kAll;
}

using Addresses = std::map<std::string, std::string, std::less<>>;

Result<void> check_known(std::string_view service) {
  if (std::ranges::find(all_services(), service, &Needs::service) != all_services().end()) return {};
  return fail(invalid("there is no service " + std::string(service)));
}

/// Replicas are told one by one. They are reached by their addresses; a name may stand for several by itself.
Result<void> add_peer(Addresses& told, const std::string& peer) {
  const std::size_t equals = peer.find('=');
  if (equals == std::string::npos || equals + 1 == peer.size())
    return fail(invalid("a peer must be NAME=HOST:PORT, not " + peer));
  COFFER_CHECK(check_known(peer.substr(0, equals)));
  std::string& addresses = told[peer.substr(0, equals)];
  if (!addresses.empty()) addresses += ',';
  addresses += peer.substr(equals + 1);
  const bool are_numbers = addresses.find_first_not_of("0123456789.:,") == std::string::npos;
  if (addresses.contains(',') && !are_numbers)
    return fail(invalid("replicas of " + peer.substr(0, equals) + " must be told by IPv4 address"));
  return {};
}

}  // namespace

Result<Topology> Topology::of(const ServeOptions& options) {
  Topology out;
  for (const std::string& service : options.services) {
    COFFER_CHECK(check_known(service));
    out.here_.insert(service);
  }
  if (out.here_.empty())
    for (const Needs& needs : all_services()) out.here_.emplace(needs.service);
  Addresses told;
  for (const std::string& peer : options.remote_peers) COFFER_CHECK(add_peer(told, peer));
  for (const Needs& needs : all_services()) {
    if (!out.runs(needs.service)) continue;
    for (const std::string_view called : needs.called) {
      if (out.runs(called)) continue;
      const auto peer = told.find(called);
      if (peer == told.end())
        return fail(invalid(std::string(needs.service) + " needs " + std::string(called) +
                            ": run it here or say --peer " + std::string(called) + "=HOST:PORT"));
      out.peers_.insert(*peer);
    }
  }
  if (out.runs("wallets") && !out.runs("transactions"))
    return fail(invalid("wallets takes the events of transactions and runs where they are written"));
  if (out.runs("streams") && !(out.runs("transactions") && out.runs("wallets")))
    return fail(invalid("streams takes the events of transactions and wallets and runs where they are written"));
  if (options.profile == Profile::kProduction && out.runs("gateway") && out.runs("signer"))
    return fail(invalid("the production profile keeps the gateway and the signer in separate processes"));
  return out;
}

}  // namespace coffer::app
