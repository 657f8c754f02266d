#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

/// Names of networks and assets that mean the same everywhere.
namespace coffer::money {

/// CAIP-2, a network: `eip155:1`, `bip122:000000000019d6689c085ae165831e93`, `tron:0x2b6653dc`.
struct ChainId {
  std::string name_space;  // 3–8 of [-a-z0-9]
  std::string reference;   // 1–32 of [-_a-zA-Z0-9]

  static Result<ChainId> parse(std::string_view text);
  /// `eip155:<number>`.
  static ChainId evm(std::uint64_t chain_id);

  [[nodiscard]] std::string text() const { return name_space + ":" + reference; }
  /// The EIP-155 number when the namespace is eip155 and the reference is one in canonical form.
  [[nodiscard]] std::optional<std::uint64_t> evm_chain_id() const;
  bool operator==(const ChainId&) const = default;
};

/// CAIP-10, an account: `eip155:1:0xab16…`.
struct AccountId {
  ChainId chain;
  std::string address;  // 1–128 of [-.%a-zA-Z0-9]

  static Result<AccountId> parse(std::string_view text);
  [[nodiscard]] std::string text() const { return chain.text() + ":" + address; }
  bool operator==(const AccountId&) const = default;
};

/// CAIP-19, an asset: `eip155:1/slip44:60`, `eip155:1/erc20:0x6b17…`, `eip155:1/erc721:0x06012c…/771769`.
struct AssetId {
  ChainId chain;
  std::string name_space;               // 3–8 of [-a-z0-9]
  std::string reference;                // 1–128 of [-.%a-zA-Z0-9]
  std::optional<std::string> token_id;  // 1–78 of [-.%a-zA-Z0-9]

  static Result<AssetId> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  bool operator==(const AssetId&) const = default;
};

}  // namespace coffer::money
