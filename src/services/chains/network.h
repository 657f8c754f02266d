#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/u256.h"

namespace coffer::chains {

/// One node of a network.
struct EndpointSettings {
  std::string name;          // what logs, metrics and answers call it; never its URL
  std::string url;           // http:// or https://; may hold an access key, so it is never shown
  bool own = false;          // run by us: asked before any third party
  std::uint32_t weight = 1;  // among equals, the heavier is asked first
};

/// How deep a block must be before it counts as final.
enum class FinalityMode : std::uint8_t {
  kDepth,         // `confirmations` blocks, the including one counted
  kFinalizedTag,  // the node's `finalized` block where it moves, else the depth
};

/// What a rollup charges beyond its own gas.
enum class Rollup : std::uint8_t {
  kNone,
  kOpStack,   // the data fee of the GasPriceOracle
  kArbitrum,  // everything is in the gas estimate
};

/// Everything the service knows of a network before it has asked a node.
struct NetworkSettings {
  std::string id;     // short, as `ethereum`
  std::string chain;  // CAIP-2
  std::string name;
  std::string kind = "evm";
  std::uint64_t chain_id = 0;  // EIP-155
  std::string symbol = "ETH";  // of the native coin
  std::string coin_name = "Ether";
  std::uint32_t decimals = 18;
  std::vector<EndpointSettings> endpoints;

  std::uint64_t confirmations = 12;
  FinalityMode finality = FinalityMode::kFinalizedTag;
  bool development = false;  // has a faucet
  Duration block_time = std::chrono::seconds{12};
  Rollup rollup = Rollup::kNone;
  bool legacy_fees = false;  // no EIP-1559
  /// Gas of a plain transfer to an account without code; 0 where the node has to be asked each time.
  std::uint64_t transfer_gas = 21000;
  U256 min_priority_fee = U256(1'000'000);  // wei per gas

  Duration poll_interval = std::chrono::seconds{2};
  Duration call_timeout = std::chrono::seconds{10};
  Duration health_interval = std::chrono::seconds{5};
  std::size_t quorum = 3;             // at most so many nodes are asked where money is decided
  std::size_t broadcast_fan_out = 3;  // and so many are given signed bytes
  std::uint64_t max_lag_blocks = 5;   // further behind the best head is out
  std::size_t head_ring = 256;        // blocks remembered
  /// A reorganisation deeper than this (and than `confirmations`) is not believed: the node is out.
  std::uint64_t deepest_reorg = 64;
};

/// The rules that hold between the fields: a CAIP-2 name that agrees with the chain id, at least one
/// endpoint, unique endpoint names, bounds. The error's field names the offender.
Result<void> validate(const NetworkSettings& settings);

/// Reads `[[network]]` tables with `[[network.endpoint]]` from TOML text; unknown keys and duplicate
/// networks are refused. An endpoint gives `url`, or `url_file` with the URL in a file.
Result<std::vector<NetworkSettings>> parse_networks(std::string_view toml);
Result<std::vector<NetworkSettings>> load_networks(const std::filesystem::path& file);

}  // namespace coffer::chains
