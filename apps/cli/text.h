#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/u256.h"

namespace coffer::cli {

/// Rows in columns, two spaces apart; the first row is the heading. Characters of UTF-8 count as one.
std::string columns(const std::vector<std::vector<std::string>>& rows);

/// `0x1234 5678 … `: an address whole, in groups of four, to be compared by eye.
std::string grouped(std::string_view address);
/// `0x1234…cdef`: for lists.
std::string shortened(std::string_view address);

/// `1.5 ETH` of an amount in smallest units; the amount itself where it is no number.
std::string with_unit(std::string_view amount, unsigned decimals, std::string_view symbol);
/// `1.5 gwei` of wei per gas.
std::string gwei(std::string_view wei_per_gas);

/// An amount in smallest units, as the API writes it.
Result<U256> smallest_units(std::string_view text);

/// `3 s ago`, `2 min ago`, `in 4 h`; the text itself where it is no time.
std::string relative(std::string_view rfc3339, Time now);

}  // namespace coffer::cli
