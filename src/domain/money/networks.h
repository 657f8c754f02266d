#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/money/caip2.h"

namespace coffer::money {

/// A network that is known by a short id.
struct Network {
  enum class Family : std::uint8_t { kEvm, kBitcoin, kTron };

  std::string_view id;      // `ethereum`, `bitcoin`, `tron-nile`
  std::string_view chain;   // CAIP-2
  std::string_view symbol;  // of the native asset
  unsigned decimals;        // of the native asset
  Family family;
  std::uint32_t coin_type;  // SLIP-44, as in derivation paths; 1 on test networks
};

/// Every known network, by id.
std::span<const Network> known_networks();

/// By short id or CAIP-2; nullptr when unknown. Networks that configuration adds are not in here.
const Network* find_network(std::string_view id_or_chain);

}  // namespace coffer::money
