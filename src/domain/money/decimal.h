#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/u256.h"

namespace coffer::money {

/// The most decimal places that an asset may have here: 10^77 is the largest power below 2^256.
inline constexpr unsigned kMaxDecimals = 77;

/// The amount in smallest units that `text` names in whole units with `decimals` places, exactly:
/// `"1.5"` with 18 is 1500000000000000000. Accepted are digits with at most one point between
/// digits; no sign, exponent, group separator, white space, or leading zero before another digit. More places than
/// `decimals` are refused unless they are zeros: nothing is ever rounded.
Result<U256> parse_amount(std::string_view text, unsigned decimals);

/// The shortest exact text: no trailing zeros after the point, no point for whole numbers.
Result<std::string> format_amount(const U256& amount, unsigned decimals);

}  // namespace coffer::money
