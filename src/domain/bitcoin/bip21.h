#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/bitcoin/network.h"

namespace coffer::bitcoin {

/// A payment request of BIP-21: `bitcoin:<address>?amount=0.1&label=…`.
struct PaymentUri {
  std::string address;
  std::optional<std::uint64_t> amount_sats;  // written in bitcoin, exactly
  std::optional<std::string> label;
  std::optional<std::string> message;
  std::map<std::string, std::string> others;  // parameters without a meaning here

  bool operator==(const PaymentUri&) const = default;
};

/// The scheme is matched in any case; an address of another network, a parameter given twice, an unknown `req-`
/// parameter, and an amount that is not exact are refused. At most 8 KiB.
Result<PaymentUri> parse_payment_uri(std::string_view text, Network network);
std::string print_payment_uri(const PaymentUri& uri);

}  // namespace coffer::bitcoin
