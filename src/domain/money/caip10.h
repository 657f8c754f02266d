#pragma once

#include <string>
#include <string_view>

#include "domain/money/caip2.h"

namespace coffer::money {

/// CAIP-10, an account: `eip155:1:0xab16…`.
struct AccountId {
  ChainId chain;
  std::string address;  // 1–128 of [-.%a-zA-Z0-9]

  static Result<AccountId> parse(std::string_view text);
  [[nodiscard]] std::string text() const { return chain.text() + ":" + address; }
  bool operator==(const AccountId&) const = default;
};

}  // namespace coffer::money
