#include "domain/bitcoin/network.h"

#include <algorithm>
#include <array>

namespace coffer::bitcoin {
namespace {

struct Row {
  Network network;
  std::string_view name;
  NetworkPrefixes prefixes;
};

constexpr std::array kRows = {
    Row{Network::kMainnet, "mainnet", {0x00, 0x05, "bc", 0x0488b21e}},
    Row{Network::kTestnet, "testnet", {0x6f, 0xc4, "tb", 0x043587cf}},
    Row{Network::kSignet, "signet", {0x6f, 0xc4, "tb", 0x043587cf}},
    Row{Network::kRegtest, "regtest", {0x6f, 0xc4, "bcrt", 0x043587cf}},
};

const Row& row(Network network) { return *std::ranges::find(kRows, network, &Row::network); }

}  // namespace

Result<Network> parse_network(std::string_view name) {
  const auto* found = std::ranges::find(kRows, name, &Row::name);
  if (found == kRows.end()) return fail(invalid("must be mainnet, testnet, signet or regtest"));
  return found->network;
}

std::string_view network_name(Network network) { return row(network).name; }
const NetworkPrefixes& prefixes_of(Network network) { return row(network).prefixes; }

}  // namespace coffer::bitcoin
