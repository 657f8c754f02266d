#include "domain/money/decimal.h"

#include <algorithm>

namespace coffer::money {
namespace {

constexpr std::size_t kMaxText = 256;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_decimals(unsigned decimals) {
  if (decimals > kMaxDecimals) return fail(invalid_field("decimals", "must be at most 77"));
  return {};
}

}  // namespace

Result<U256> parse_amount(std::string_view text, unsigned decimals) {
  COFFER_CHECK(check_decimals(decimals));
  if (text.size() > kMaxText) return fail(invalid("amount: more than 256 characters"));
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction) || (point < text.size() && fraction.empty()))
    return fail(invalid("amount: must be digits, with digits on both sides of a point"));
  if (whole.size() > 1 && whole[0] == '0') return fail(invalid("amount: must have no leading zero"));
  while (fraction.size() > decimals && fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > decimals)
    return fail(invalid("amount: has more than " + std::to_string(decimals) + " decimal places"));
  std::string digits = std::string(whole) + std::string(fraction) + std::string(decimals - fraction.size(), '0');
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const auto amount = U256::parse_decimal(digits);
  if (!amount) return fail(invalid("amount: must be below 2^256 smallest units"));
  return *amount;
}

Result<std::string> format_amount(const U256& amount, unsigned decimals) {
  COFFER_CHECK(check_decimals(decimals));
  std::string digits = amount.decimal();
  if (decimals == 0) return digits;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - decimals);
  digits.resize(digits.size() - decimals);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return fraction.empty() ? digits : digits + "." + fraction;
}

}  // namespace coffer::money
