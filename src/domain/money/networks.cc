#include "domain/money/networks.h"

#include <algorithm>
#include <array>

namespace coffer::money {
namespace {

using Family = Network::Family;

constexpr std::uint32_t kEther = 60;
constexpr std::uint32_t kTest = 1;  // SLIP-44 keeps one number for the test networks of every coin

constexpr std::array kNetworks = {
    Network{"arbitrum", "eip155:42161", "ETH", 18, Family::kEvm, kEther},
    Network{"avalanche", "eip155:43114", "AVAX", 18, Family::kEvm, kEther},
    Network{"base", "eip155:8453", "ETH", 18, Family::kEvm, kEther},
    Network{"base-sepolia", "eip155:84532", "ETH", 18, Family::kEvm, kEther},
    Network{"bitcoin", "bip122:000000000019d6689c085ae165831e93", "BTC", 8, Family::kBitcoin, 0},
    Network{"bitcoin-regtest", "bip122:0f9188f13cb7b2c71f2a335e3a4fc328", "BTC", 8, Family::kBitcoin, kTest},
    Network{"bitcoin-signet", "bip122:00000008819873e925422c1ff0f99f7c", "BTC", 8, Family::kBitcoin, kTest},
    Network{"bitcoin-testnet", "bip122:000000000933ea01ad0ee984209779ba", "BTC", 8, Family::kBitcoin, kTest},
    Network{"bsc", "eip155:56", "BNB", 18, Family::kEvm, kEther},
    Network{"ethereum", "eip155:1", "ETH", 18, Family::kEvm, kEther},
    Network{"gnosis", "eip155:100", "XDAI", 18, Family::kEvm, kEther},
    Network{"holesky", "eip155:17000", "ETH", 18, Family::kEvm, kEther},
    Network{"optimism", "eip155:10", "ETH", 18, Family::kEvm, kEther},
    Network{"polygon", "eip155:137", "POL", 18, Family::kEvm, kEther},
    Network{"sepolia", "eip155:11155111", "ETH", 18, Family::kEvm, kEther},
    Network{"tron", "tron:0x2b6653dc", "TRX", 6, Family::kTron, 195},
    Network{"tron-nile", "tron:0xcd8690dc", "TRX", 6, Family::kTron, kTest},
    Network{"tron-shasta", "tron:0x94a9059e", "TRX", 6, Family::kTron, kTest},
};

}  // namespace

std::span<const Network> known_networks() { return kNetworks; }

const Network* find_network(std::string_view id_or_chain) {
  const auto* found = std::ranges::find_if(
      kNetworks, [&](const Network& network) { return network.id == id_or_chain || network.chain == id_or_chain; });
  return found == kNetworks.end() ? nullptr : found;
}

}  // namespace coffer::money
