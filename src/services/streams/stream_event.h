#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace coffer::streams {

inline constexpr std::string_view kTransactions = "transactions";
inline constexpr std::string_view kBalances = "balances";
inline constexpr std::string_view kHeads = "heads";

/// One thing that happened, as a client is told of it.
struct StreamEvent {
  std::int64_t seq = 0;  // given by the store
  std::string owner;     // user id; empty: everybody
  std::string topic;     // one of the three above
  std::string type;      // as `transaction.status_changed`
  std::string data;      // a JSON object
  Time at;
};

}  // namespace coffer::streams
