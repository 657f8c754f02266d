#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/money/caip2.h"

namespace coffer::money {

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
