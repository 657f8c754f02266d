#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

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

}  // namespace coffer::money
